import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatcher {
  /** Watches these instead. */
  replace(folders: readonly string[]): void;
  stop(): void;
}

/** Milliseconds in which the events of one change come together. */
const TOGETHER = 50;

/**
 * Rings when something may have changed: at every event, and in any case every `interval` milliseconds. Folders are
 * watched, not files: Kubernetes swaps a link in the folder, and a watch on a file notices the first swap and none after
 * it. Events can fail to come on some file systems, and do not say whether anything is different.
 */
export function createFolderWatcher(interval: number, ring: () => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const polling = setInterval(ring, interval).unref();
  let soon: NodeJS.Timeout | undefined;

  function ringSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined;
      ring();
    }, TOGETHER).unref();
  }

  function open(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, ringSoon);
      watcher.on('error', () => close(folder));
      watchers.set(folder, watcher);
    } catch {
      // Missing, or no handle left: the poll is enough.
    }
  }

  function close(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function replace(folders: readonly string[]): void {
    // Opened afresh: a folder of the same name may be another one by now.
    for (const folder of watchers.keys()) close(folder);
    for (const folder of folders) open(folder);
  }

  return {
    replace,
    stop() {
      clearInterval(polling);
      clearTimeout(soon);
      replace([]);
    },
  };
}
