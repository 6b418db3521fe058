import { statSync } from 'node:fs';
import { readErrorCode } from '../config/files/disk.ts';

/**
 * Describes the target of a path, following links: identity, size and times, or the error code. A swapped link leads to
 * another inode, and the time of the last change (ctime) cannot be set back.
 */
export function signPath(path: string): string {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    return readErrorCode(error);
  }
}
