import { readdirSync, readFileSync, statSync } from 'node:fs';

/**
 * The part of the file system that configuration is read from. An argument of everything that reads, so that
 * validation depends on nothing but what it was given. Every method throws errors with the `code` of Node.
 */
export interface Disk {
  isFolder(path: string): boolean;
  /** Names within a folder. */
  list(path: string): string[];
  /** Bytes. */
  size(path: string): number;
  read(path: string): Buffer;
}

export const DISK: Disk = {
  isFolder: (path) => statSync(path).isDirectory(),
  list: (path) => readdirSync(path),
  size: (path) => statSync(path).size,
  read: (path) => readFileSync(path),
};

/** `ENOENT` and the like: the message of Node is not repeated. */
export function readErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
