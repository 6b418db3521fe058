import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatcher {
  /** Watches these folders instead. */
  replace(folders: readonly string[]): void;
  stop(): void;
}

/** Debounce time in milliseconds: one change causes several events. */
const DEBOUNCE = 50;

/**
 * Rings when something may have changed: after events, and in any case every `interval` milliseconds, since some file
 * systems send no events. It watches folders, not files: Kubernetes swaps a link in the folder, and a watch on a file
 * notices only the first swap.
 */
export function createFolderWatcher(interval: number, ring: () => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const polling = setInterval(ring, interval).unref();
  let soon: NodeJS.Timeout | undefined;

  function ringSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined;
      ring();
    }, DEBOUNCE).unref();
  }

  function open(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, ringSoon);
      watcher.on('error', () => close(folder));
      watchers.set(folder, watcher);
    } catch {
      // The folder is missing, or no handle is left: polling is enough.
    }
  }

  function close(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function replace(folders: readonly string[]): void {
    // Reopens all folders: one of the same name may be another folder by now.
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
