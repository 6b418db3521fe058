import { setImmediate as nextTurn } from 'node:timers/promises';
import { signPath } from './sign-path.ts';
import type { Snapshot } from './snapshot.ts';

/** Paths in one turn of the event loop: some 2 ms. Asynchronous calls would take four times the processor time. */
const PORTION = 500;

/** Whether a path of the snapshot leads to anything else than it did; in doubt, it does. */
export async function hasChanged({ signatures }: Snapshot): Promise<boolean> {
  let count = 0;
  for (const [path, signature] of signatures) {
    if (signPath(path) !== signature) return true;
    count += 1;
    if (count % PORTION === 0) await nextTurn();
  }
  return false;
}
