import { closeSync, constants, openSync, readdirSync, readFileSync, statSync } from 'node:fs';

/**
 * The part of the file system that configuration is read from. It is an argument, so that validation depends on its
 * arguments alone. Every method throws errors with a `code` of Node.
 */
export interface Disk {
  isFolder(path: string): boolean;
  /** Names within a folder. */
  list(path: string): string[];
  /** Bytes. */
  size(path: string): number;
  read(path: string): Buffer;
  /** Opens a file to append to it, which creates it, and closes it again. A pipe without a reader fails. */
  checkAppend(path: string): void;
}

export const DISK: Disk = {
  isFolder: (path) => statSync(path).isDirectory(),
  list: (path) => readdirSync(path),
  size: (path) => statSync(path).size,
  read: (path) => readFileSync(path),
  checkAppend(path) {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants;
    closeSync(openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600));
  },
};

/** @returns a code such as `ENOENT`; the message of Node is not shown, since it repeats the path */
export function readErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
