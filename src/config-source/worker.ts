import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A thread of one of the modules beside this one, from source or compiled. */
export function startWorker(name: string, workerData?: unknown): Worker {
  return new Worker(new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url), {
    workerData,
    // What was preloaded for this process, tracing for instance, has no business there.
    execArgv: [],
    env: {},
    // What is short-lived there is not worth memory that the process then keeps.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
}

/** The next message. Rejects when the thread fails or ends instead of answering. */
export async function receive(worker: Worker): Promise<unknown> {
  const ended = new AbortController();
  const stop = (): void => ended.abort();
  worker.once('exit', stop);
  try {
    const [message] = await once(worker, 'message', { signal: ended.signal });
    return message;
  } finally {
    worker.off('exit', stop);
  }
}
