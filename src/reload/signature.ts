import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readErrorCode } from '../config/disk.ts';

/** Identity, size and times of what a path leads to, links followed; or why there is nothing. */
export type Signature = string;

/** Paths that are looked at together: each is a short call of the thread pool, which other work needs as well. */
const AT_ONCE = 4;

/** A swapped link leads to another inode, and nobody can set the time of the last change (ctime) back. */
export function signPath(look: () => BigIntStats): Signature {
  try {
    return toSignature(look());
  } catch (error) {
    return readErrorCode(error);
  }
}

export function createSignature(signatures: readonly Signature[]): string {
  return createHash('sha256').update(signatures.join('\n')).digest('hex');
}

/** Looks again at what a judgement has read, without stopping the event loop. */
export async function signPaths(paths: readonly string[]): Promise<string> {
  const signatures: Signature[] = [];
  for (let index = 0; index < paths.length; index += AT_ONCE) {
    const some = paths
      .slice(index, index + AT_ONCE)
      .map((path) => stat(path, { bigint: true }).then(toSignature, readErrorCode));
    signatures.push(...(await Promise.all(some)));
  }
  return createSignature(signatures);
}

function toSignature({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): Signature {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}
