import { setImmediate as nextTurn } from 'node:timers/promises';
import { readPairs } from './packed-pairs.ts';
import { signPath } from './sign-path.ts';
import type { Snapshot } from './snapshot.ts';

/** Paths per turn of the event loop: about 2 ms. Asynchronous calls would take four times the processor time. */
const PORTION = 500;

/** Whether any path of the snapshot has changed since; in doubt, true. */
export async function hasChanged({ signatures }: Snapshot): Promise<boolean> {
  let count = 0;
  for (const [path, signature] of readPairs(signatures)) {
    if (signPath(path) !== signature) return true;
    count += 1;
    if (count % PORTION === 0) await nextTurn();
  }
  return false;
}
