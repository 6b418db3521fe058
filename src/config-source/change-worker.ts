import { parentPort, workerData } from 'node:worker_threads';
import type { PackedTexts } from './packed-texts.ts';
import { signPaths } from './sign-paths.ts';
import type { WorkerInput } from './worker-pool.ts';

const { beacon } = workerData as WorkerInput<undefined>;

/** The entry point of the thread that signs many paths: a message has new paths, or none to sign the last ones again. */
let paths: PackedTexts = '';
parentPort?.on('message', (next: PackedTexts | undefined) => {
  paths = next ?? paths;
  parentPort?.postMessage(signPaths(paths, beacon));
});
