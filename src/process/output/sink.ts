/** Where bytes go. */
export interface Sink {
  /**
   * Writes without blocking this thread. Calls never overlap.
   * @param done how many of the bytes were written; after an error, the rest is given to `write` again later
   */
  write(bytes: Buffer, done: (error: NodeJS.ErrnoException | undefined, written: number) => void): void;
}
