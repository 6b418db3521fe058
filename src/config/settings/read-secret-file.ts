import { DISK, type Disk, readErrorCode, TOO_LARGE } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Where } from '../report/place.ts';
import { decodeFile } from './decode-file.ts';
import { stripResidue } from './strip-residue.ts';

/** Bytes. A secret has a few hundred; a larger file is something else. */
export const MAX_SECRET = 64 * 1024;

/** Reads the file that a `…_FILE` variable names. Line ends around its text are dropped: editors and `echo` add them. */
export function readSecretFile(
  path: string,
  where: Where,
  faults: FaultList,
  disk: Disk = DISK,
): string | undefined {
  try {
    const text = parseSecret(disk.read(path, MAX_SECRET));
    if (typeof text === 'string') return text;
    faults.add(where, `${showPath(path)} ${text.fault}`);
  } catch (error) {
    faults.add(where, explainReadError(path, error));
  }
  return undefined;
}

/** @returns the text of a secret file, or a fault that continues its name */
export function parseSecret(content: Buffer): string | { readonly fault: string } {
  const text = decodeFile(content);
  if (text === undefined) return { fault: 'is not text in UTF-8: save it with that encoding' };
  return stripResidue(text) || { fault: 'is empty' };
}

export function explainReadError(path: string, error: unknown): string {
  const code = readErrorCode(error);
  if (code === TOO_LARGE) return `${showPath(path)} is larger than 64 KiB: that is not a secret`;
  return `cannot read ${showPath(path)} (${code})`;
}

/** Shows a path only if it looks like one: an operator may have written the secret itself. */
export function showPath(path: string): string {
  return /^(\.{0,2}\/|[A-Z]:\\)/i.test(path) ? path : 'the file named here';
}
