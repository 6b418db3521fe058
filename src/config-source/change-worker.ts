import { parentPort } from 'node:worker_threads';
import { isStale } from './is-stale.ts';
import type { PackedPairs } from './packed-pairs.ts';

/** The entry point of the thread that compares many paths: a message has new signatures, or asks about the last ones again. */
let signatures: PackedPairs = '';
parentPort?.on('message', (next: PackedPairs | undefined) => {
  signatures = next ?? signatures;
  parentPort?.postMessage(isStale(signatures));
});
