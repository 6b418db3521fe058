import { signPathsLater } from './sign-paths.ts';
import type { Snapshot } from './snapshot.ts';
import { ThreadStuckError, type ThreadTimes } from './thread-watch.ts';
import type { WorkerChannel, WorkerPool } from './worker-pool.ts';

/** Compares snapshots with the files as they are now. */
export interface ChangeDetector {
  /**
   * Whether any path of the snapshot has changed since; in doubt, true.
   * @throws ThreadStuckError when the file system does not answer
   */
  hasChanged(snapshot: Snapshot): Promise<boolean>;
}

/** Characters of paths below which no thread of our own compares: some 500 paths, or 5 ms of processor time. */
const FEW = 32 * 1024;

/**
 * Never blocks this thread: a server of files that is gone must not stop requests. Many paths are compared in a thread of
 * its own: 20,000 of them would take more than 1 % of the event loop, and 100,000 more than 5 %.
 * @param signal ends the wait for a comparison
 */
export function createChangeDetector(
  pool: WorkerPool,
  times: ThreadTimes,
  signal: AbortSignal,
): ChangeDetector {
  let worker: WorkerChannel | undefined;
  /** The snapshot that the worker has. */
  let sent: Snapshot | undefined;
  /** A comparison in the threads of libuv that goes on. There must not be two: each takes one of these few threads. */
  let signing: Promise<string> | undefined;

  async function signFew({ paths }: Snapshot): Promise<string> {
    if (signing !== undefined) throw new ThreadStuckError('FILE_SYSTEM_HANGS');
    const mine = signPathsLater(paths);
    signing = mine;
    mine.finally(() => {
      signing = undefined;
    });
    const late = Promise.withResolvers<never>();
    const giveUp = (): void => late.reject(new ThreadStuckError('FILE_SYSTEM_HANGS'));
    const timer = setTimeout(giveUp, times.call).unref();
    signal.addEventListener('abort', giveUp);
    try {
      return await Promise.race([mine, late.promise]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    async hasChanged(snapshot) {
      const { paths, signature } = snapshot;
      if (paths.length < FEW) return (await signFew(snapshot)) !== signature;
      try {
        worker ??= pool.open('change-worker', undefined);
        worker.send(snapshot === sent ? undefined : paths);
        sent = snapshot;
        return (await worker.receive()) !== signature;
      } catch (error) {
        // The next comparison begins with a new thread.
        worker?.end();
        [worker, sent] = [undefined, undefined];
        throw error;
      }
    },
  };
}
