import type { Worker } from 'node:worker_threads';
import { readList, type SharedText } from './shared-text.ts';
import { signPaths } from './signature.ts';
import { receive, startWorker } from './worker.ts';

/** Looks again at what a judgement has read. */
export interface Looker {
  /** @returns the signature that a reading of these paths would have now */
  look(paths: SharedText): Promise<string>;
  stop(): Promise<void>;
}

/** Above this many octets of paths, looking costs more than a thread of its own. */
const FEW = 32 * 1024;

export function createLooker(): Looker {
  let worker: Worker | undefined;
  let known: SharedText | undefined;

  /** Ended by itself or by `stop`: the next look begins with another one. */
  function start(): Worker {
    const started = startWorker('look-worker');
    started.unref();
    started.once('exit', () => {
      worker = undefined;
      known = undefined;
    });
    // It is told to whoever waits for an answer.
    started.on('error', () => undefined);
    return started;
  }

  return {
    async look(paths) {
      if (paths.byteLength <= FEW) return signPaths(readList(paths));
      worker ??= start();
      if (known !== paths) worker.postMessage(paths);
      known = paths;
      worker.postMessage('look');
      return (await receive(worker)) as string;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
