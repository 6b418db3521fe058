import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readErrorCode } from '../config/files/disk.ts';

/**
 * Describes the target of a path, following links: identity, size and times, or the error code. A swapped link leads to
 * another inode, and the time of the last change (ctime) cannot be set back.
 */
export function signPath(path: string): string {
  try {
    return describe(statSync(path));
  } catch (error) {
    return readErrorCode(error);
  }
}

/** The same without blocking this thread. */
export async function signPathLater(path: string): Promise<string> {
  try {
    return describe(await stat(path));
  } catch (error) {
    return readErrorCode(error);
  }
}

function describe({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
