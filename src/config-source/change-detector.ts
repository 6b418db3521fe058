import { signPaths } from './sign-paths.ts';
import type { Snapshot } from './snapshot.ts';
import { openWorker, type WorkerChannel } from './worker-channel.ts';

/** Compares snapshots with the files as they are now. */
export interface ChangeDetector {
  /** Whether any path of the snapshot has changed since; in doubt, true. */
  hasChanged(snapshot: Snapshot): Promise<boolean>;
}

/** Characters of paths below which this thread compares: some 500 paths, or 2 ms of the event loop. */
const FEW = 32 * 1024;

/**
 * Many paths are compared in a thread of its own: 20,000 of them would take more than 1 % of the event loop, and 100,000 more
 * than 5 %.
 * @param signal terminates the thread
 */
export function createChangeDetector(signal: AbortSignal): ChangeDetector {
  let worker: WorkerChannel | undefined;
  /** The snapshot that the worker has. */
  let sent: Snapshot | undefined;

  return {
    async hasChanged(snapshot) {
      const { paths, signature } = snapshot;
      if (paths.length < FEW) return signPaths(paths) !== signature;
      try {
        worker ??= openWorker('change-worker', undefined, signal);
        worker.send(snapshot === sent ? undefined : paths);
        sent = snapshot;
        return (await worker.receive()) !== signature;
      } catch (error) {
        // The next comparison begins with a new thread.
        [worker, sent] = [undefined, undefined];
        throw error;
      }
    },
  };
}
