import { DISK, type Disk, readErrorCode } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Where } from '../report/place.ts';

/** Bytes. A secret has a few hundred; more means that the path leads to something else. */
const MAX_SECRET = 64 * 1024;

/** One line end at the end of the file is dropped: editors and `echo` add it, and no secret has one. */
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

/** A path is shown when it looks like one: somebody may have written the secret itself. */
export function showPath(path: string): string {
  return /^(\.{0,2}\/|[A-Z]:\\)/i.test(path) ? path : 'the file that is named here';
}
