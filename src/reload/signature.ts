import { createHash, type Hash } from 'node:crypto';
import { type Stats, stat } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readErrorCode } from '../config/disk.ts';

/** Identity, size and times of what a path leads to, links followed; or why there is nothing. */
export type Signature = string;

/** Paths that are looked at together: each is a short call of the thread pool, which other work needs as well. */
const LANES = 4;

/** Signatures that are put together in one turn of the event loop. */
const PORTION = 2000;

/** A swapped link leads to another inode, and nobody can set the time of the last change (ctime) back. */
export function signPath(look: () => Stats): Signature {
  try {
    return toSignature(look());
  } catch (error) {
    return readErrorCode(error);
  }
}

export function createSignature(signatures: readonly Signature[]): string {
  const hash = createHash('sha256');
  for (let start = 0; start < signatures.length; start += PORTION) addPortion(hash, signatures, start);
  return hash.digest('hex');
}

function addPortion(hash: Hash, signatures: readonly Signature[], start: number): void {
  hash.update(`${signatures.slice(start, start + PORTION).join('\n')}\n`);
}

/**
 * Looks again at what a judgement has read, one short call after the other. Callbacks, since tens of thousands of
 * promises every few seconds would be felt.
 */
export async function signPaths(paths: readonly string[]): Promise<string> {
  const signatures = await lookAt(paths);
  const hash = createHash('sha256');
  for (let start = 0; start < signatures.length; start += PORTION) {
    addPortion(hash, signatures, start);
    await nextTurn();
  }
  return hash.digest('hex');
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
