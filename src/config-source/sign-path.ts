import { statSync } from 'node:fs';
import { readErrorCode } from '../config/files/disk.ts';

/**
 * Identity, size and times of what a path leads to, links followed; or why there is nothing. A swapped link leads to
 * another inode, and nobody can set the time of the last change (ctime) back.
 */
export function signPath(path: string): string {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    return readErrorCode(error);
  }
}
