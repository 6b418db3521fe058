import { readdirSync, readFileSync, statSync } from 'node:fs';

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
}

export const DISK: Disk = {
  isFolder: (path) => statSync(path).isDirectory(),
  list: (path) => readdirSync(path),
  size: (path) => statSync(path).size,
  read: (path) => readFileSync(path),
};

/** @returns a code such as `ENOENT`; the message of Node is not shown, since it repeats the path */
export function readErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
