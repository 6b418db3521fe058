import { fstatSync } from 'node:fs';

/** Whether somebody reads what is written: then it must wait for the reader. */
export function isPipe(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}
