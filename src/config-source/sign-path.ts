import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { lstat, readlink, stat } from 'node:fs/promises';
import { readErrorCode } from '../config/files/disk.ts';

/** Begins a path of which only its place counts, and not what is there: assertions are replaced all the time. */
const PLACE = '\u0001';

/** @returns what stands for the place of a path among the paths of a snapshot */
export function toPlace(path: string): string {
  return PLACE + path;
}

/**
 * Describes the target of a path, following links: identity, size and times, or the error code. A swapped link leads to
 * another inode, and the time of the last change (ctime) cannot be set back. Of a place it describes whether it is a link,
 * and where to.
 */
export function signPath(path: string): string {
  try {
    if (!path.startsWith(PLACE)) return describe(statSync(path));
    const place = path.slice(PLACE.length);
    return lstatSync(place).isSymbolicLink() ? describeLink(readlinkSync(place)) : NO_LINK;
  } catch (error) {
    return readErrorCode(error);
  }
}

/** The same without blocking this thread. */
export async function signPathLater(path: string): Promise<string> {
  try {
    if (!path.startsWith(PLACE)) return describe(await stat(path));
    const place = path.slice(PLACE.length);
    return (await lstat(place)).isSymbolicLink() ? describeLink(await readlink(place)) : NO_LINK;
  } catch (error) {
    return readErrorCode(error);
  }
}

const NO_LINK = 'no link';

function describeLink(target: string): string {
  return `link ${target}`;
}

function describe({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
