import { readdirSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** What must not grow, as the process itself sees it. */
export interface VitalSigns {
  /** Bytes that live after a garbage collection. */
  readonly heap: number;
  /** Bytes outside of the heap that objects of it hold. */
  readonly external: number;
  readonly resident: number;
  /** Whatever may keep the process alive, by kind: sockets, timers, requests to the file system. */
  readonly resources: Readonly<Record<string, number>>;
  /** Undefined where there is no /proc. */
  readonly descriptors: number | undefined;
}

/** Loaded into a replica before the service (`node --import`): measures whenever its parent asks. */
if (isMainThread && process.send) {
  process.on('message', () => process.send?.(measure()));
  process.channel?.unref();
  // The soak has ended without a chance to stop its replicas.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

function measure(): VitalSigns {
  // Twice: finalizers of the first collection free what the second one counts.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  return { heap: heapUsed, external, resident: rss, resources, descriptors: countDescriptors() };
}

function countDescriptors(): number | undefined {
  try {
    // Without the one that reads the folder.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}
