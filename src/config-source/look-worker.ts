import { statSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { readList, type SharedText } from './shared-text.ts';
import { createSignature, signPath } from './signature.ts';

/** A thread that looks at tens of thousands of paths: a call here costs a tenth of one that the event loop waits for. */
let paths: readonly string[] = [];

parentPort?.on('message', (next: SharedText | 'look') => {
  if (next !== 'look') paths = readList(next);
  else parentPort?.postMessage(createSignature(paths.map((path) => signPath(() => statSync(path)))));
});
