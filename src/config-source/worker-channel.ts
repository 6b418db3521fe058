import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A worker thread that replies to one message at a time. */
export interface WorkerChannel {
  send(message: unknown): void;
  /**
   * Receives the next message.
   * @throws Error when the thread has failed or ended, for example because it ran out of memory
   */
  receive(): Promise<unknown>;
  end(): Promise<void>;
}

/**
 * @param name a module in this folder, without extension, from source or compiled
 * @param signal terminates the thread
 */
export function openWorker(name: string, workerData: unknown, signal: AbortSignal): WorkerChannel {
  signal.throwIfAborted();
  const worker = new Worker(new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url), {
    workerData,
    // Does not inherit modules that are preloaded for this process, such as tracing.
    execArgv: [],
    env: {},
    // A small young generation: the process would keep the memory of a larger one.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const ended = new AbortController();
  worker.once('exit', () => ended.abort());
  // A pending `receive` gets the error. Between two messages, the `exit` event is enough.
  worker.on('error', () => undefined);

  async function end(): Promise<void> {
    signal.removeEventListener('abort', end);
    await worker.terminate();
  }
  signal.addEventListener('abort', end);

  return {
    send: (message) => worker.postMessage(message),
    async receive() {
      const [message] = await once(worker, 'message', { signal: ended.signal });
      return message;
    },
    end,
  };
}
