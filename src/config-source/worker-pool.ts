import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { THREAD_END_BUDGET } from '../time/budgets.ts';
import { createFileBeacon, type FileBeacon } from './file-beacon.ts';
import { type ThreadTimes, watchThread } from './thread-watch.ts';

/** A worker thread that replies to one message at a time. */
export interface WorkerChannel {
  send(message: unknown): void;
  /**
   * Receives the next message.
   * @throws ThreadStuckError when it does not come in time
   * @throws Error when the thread has failed or ended, for example because it ran out of memory
   */
  receive(): Promise<unknown>;
  /** Ends the thread. One that hangs is left alone after a second: it ends when its call of the system returns. */
  end(): Promise<void>;
}

/** What a thread gets when it starts. */
export interface WorkerInput<T> {
  readonly task: T;
  readonly beacon: FileBeacon;
}

/** Opens threads, of which only a few may hang: each keeps its memory until its call of the system returns. */
export interface WorkerPool {
  /**
   * @param name a module in this folder, without extension, from source or compiled
   * @throws Error when too many threads hang
   */
  open(name: string, task: unknown): WorkerChannel;
  /** How many threads there are, hanging ones included. */
  readonly size: number;
}

const MAX_ALIVE = 4;

/** @param signal terminates all threads, and whatever waits for them */
export function createWorkerPool(signal: AbortSignal, times: ThreadTimes): WorkerPool {
  const alive = new Set<Worker>();

  function start(name: string, input: WorkerInput<unknown>): Worker {
    signal.throwIfAborted();
    if (alive.size >= MAX_ALIVE)
      throw Object.assign(new Error('too many threads hang'), { code: 'TOO_MANY_THREADS_HANG' });
    const worker = new Worker(new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url), {
      workerData: input,
      // Does not inherit modules that are preloaded for this process, such as tracing.
      execArgv: [],
      env: {},
      // A small young generation: the process would keep the memory of a larger one.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    alive.add(worker);
    worker.once('exit', () => alive.delete(worker));
    // A pending `receive` gets the error. Between two messages, the `exit` event is enough.
    worker.on('error', () => undefined);
    return worker;
  }

  return {
    get size() {
      return alive.size;
    },
    open(name, task) {
      const beacon = createFileBeacon();
      const worker = start(name, { task, beacon });
      const ended = new AbortController();
      worker.once('exit', () => ended.abort());

      async function end(): Promise<void> {
        signal.removeEventListener('abort', end);
        let timer: NodeJS.Timeout | undefined;
        const enough = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, THREAD_END_BUDGET);
        });
        await Promise.race([worker.terminate(), enough]);
        clearTimeout(timer);
      }
      signal.addEventListener('abort', end);

      return {
        send: (message) => worker.postMessage(message),
        async receive() {
          const over = AbortSignal.any([ended.signal, signal]);
          const [message] = await watchThread(once(worker, 'message', { signal: over }), beacon, times);
          return message;
        },
        end,
      };
    },
  };
}
