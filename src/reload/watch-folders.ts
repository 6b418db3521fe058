import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatcher {
  /** Watches these instead. */
  replace(folders: readonly string[]): void;
  /** Calls `look` now. */
  look(): void;
  stop(): void;
}

/** Each costs a handle of the system, of which there are few; the poll finds what no event told. */
const MAX_FOLDERS = 200;

/** Milliseconds in which the events of one change come together. */
const TOGETHER = 50;

/**
 * Calls `look` when something may have changed: at every event, and in any case every `interval` milliseconds. Folders
 * are watched, not files: Kubernetes swaps a link in the folder, and a watch on a file hears the first swap and none
 * after it. Events can fail to come on some file systems, and do not say whether anything is different.
 */
export function watchFolders(folders: readonly string[], interval: number, look: () => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const polling = setInterval(look, interval).unref();
  let soon: NodeJS.Timeout | undefined;

  function hear(): void {
    soon ??= setTimeout(() => {
      soon = undefined;
      look();
    }, TOGETHER).unref();
  }

  function open(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, hear);
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

  function replace(next: readonly string[]): void {
    // Opened afresh: a folder of the same name may be another one by now.
    for (const folder of watchers.keys()) close(folder);
    for (const folder of next.slice(0, MAX_FOLDERS)) open(folder);
  }
  replace(folders);

  return {
    replace,
    look,
    stop() {
      clearInterval(polling);
      clearTimeout(soon);
      for (const folder of watchers.keys()) close(folder);
    },
  };
}
