import { type FSWatcher, watch } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface FolderWatcher {
  /** Watches these instead; opens them over several turns of the event loop. */
  replace(folders: readonly string[]): Promise<void>;
  /** Calls `look` now. */
  look(): void;
  stop(): void;
}

/** Milliseconds in which the events of one change come together. */
const TOGETHER = 50;

/** Folders that are opened in one turn of the event loop: each takes up to half a millisecond. */
const PORTION = 8;

/**
 * Calls `look` when something may have changed: at every event, and in any case every `interval` milliseconds. Folders
 * are watched, not files: Kubernetes swaps a link in the folder, and a watch on a file hears the first swap and none
 * after it. Events can fail to come on some file systems, and do not say whether anything is different.
 */
export function watchFolders(folders: readonly string[], interval: number, look: () => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const polling = setInterval(look, interval).unref();
  let latest: readonly string[] = [];
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

  function closeAll(): void {
    for (const folder of watchers.keys()) close(folder);
  }

  async function replace(next: readonly string[]): Promise<void> {
    latest = next;
    // Opened afresh: a folder of the same name may be another one by now.
    closeAll();
    for (const [index, folder] of next.entries()) {
      if (index > 0 && index % PORTION === 0) await nextTurn();
      if (latest !== next) return;
      open(folder);
    }
  }
  replace(folders);

  return {
    replace,
    look,
    stop() {
      clearInterval(polling);
      clearTimeout(soon);
      latest = [];
      closeAll();
    },
  };
}
