import { createHash } from 'node:crypto';
import { type Stats, stat } from 'node:fs';
import { readErrorCode } from '../config/files/disk.ts';

/** Identity, size and times of what a path leads to, links followed; or why there is nothing. */
export type Signature = string;

/** Paths that are looked at together: each is a short call of the thread pool, which other work needs as well. */
const LANES = 4;

/** A swapped link leads to another inode, and nobody can set the time of the last change (ctime) back. */
export function signPath(look: () => Stats): Signature {
  try {
    return toSignature(look());
  } catch (error) {
    return readErrorCode(error);
  }
}

export function createSignature(signatures: readonly Signature[]): string {
  return createHash('sha256').update(signatures.join('\n')).digest('hex');
}

/**
 * Looks again at what a judgement has read, one short call after the other. Callbacks, since thousands of promises every
 * few seconds would be felt.
 */
export async function signPaths(paths: readonly string[]): Promise<string> {
  return createSignature(await lookAt(paths));
}

function lookAt(paths: readonly string[]): Promise<readonly Signature[]> {
  const signatures = new Array<Signature>(paths.length).fill('');
  let next = 0;
  let lanes = LANES;
  return new Promise((resolve) => {
    function look(): void {
      const index = next;
      next += 1;
      const path = paths[index];
      if (path === undefined) {
        lanes -= 1;
        if (lanes === 0) resolve(signatures);
        return;
      }
      stat(path, (error, stats) => {
        signatures[index] = error ? readErrorCode(error) : toSignature(stats);
        look();
      });
    }
    for (let lane = 0; lane < LANES; lane += 1) look();
  });
}

function toSignature({ dev, ino, size, mtimeMs, ctimeMs }: Stats): Signature {
  return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
