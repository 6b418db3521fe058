/** A connection to the store, in a cluster one to each of its primaries. It fails once and does not come back. */
export interface StoreLink {
  /**
   * Sends a command once.
   * @param key decides where in a cluster the command goes
   * @param signal ends the attempts to follow a slot that has moved
   */
  send(key: string, command: readonly string[], signal: AbortSignal): Promise<unknown>;
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<string>;
  /**
   * Finds out whether this is still the place for requests.
   * @returns the reason why it is not
   */
  findFault?(): Promise<string | undefined>;
  close(): void;
}
