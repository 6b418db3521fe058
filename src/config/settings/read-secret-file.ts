import { DISK, type Disk, readErrorCode } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Where } from '../report/place.ts';

/** Bytes. A secret has a few hundred; a larger file is something else. */
const MAX_SECRET = 64 * 1024;

/** Drops one line break at the end of the file: editors and `echo` add it, and no secret ends with one. */
export function readSecretFile(
  path: string,
  where: Where,
  faults: FaultList,
  disk: Disk = DISK,
): string | undefined {
  const shown = showPath(path);
  try {
    if (disk.size(path) > MAX_SECRET) {
      faults.add(where, `${shown} is larger than 64 KiB: that is not a secret`);
      return undefined;
    }
    const text = disk
      .read(path)
      .toString('utf8')
      .replace(/\r?\n$/, '');
    if (text === '') faults.add(where, `${shown} is empty`);
    return text || undefined;
  } catch (error) {
    faults.add(where, `cannot read ${shown} (${readErrorCode(error)})`);
    return undefined;
  }
}

/** Shows a path only if it looks like one: an operator may have written the secret itself. */
export function showPath(path: string): string {
  return /^(\.{0,2}\/|[A-Z]:\\)/i.test(path) ? path : 'the file named here';
}
