import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A worker thread that is asked, and answers, one message at a time. */
export interface WorkerChannel {
  send(message: unknown): void;
  /**
   * The next message.
   * @throws Error when the thread has failed or ended, for want of memory for instance
   */
  receive(): Promise<unknown>;
  end(): Promise<void>;
}

/**
 * @param name of a module beside this one, from source or compiled
 * @param signal ends the thread, whatever it is doing
 */
export function openWorker(name: string, workerData: unknown, signal: AbortSignal): WorkerChannel {
  signal.throwIfAborted();
  const worker = new Worker(new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url), {
    workerData,
    // What was preloaded for this process, tracing for instance, has no business there.
    execArgv: [],
    env: {},
    // What is short-lived there is not worth memory that the process then keeps.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const ended = new AbortController();
  worker.once('exit', () => ended.abort());
  // Whoever waits for a message gets the error; between two messages, the end of the thread is enough.
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
