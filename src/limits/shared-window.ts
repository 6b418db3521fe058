import type { Count, Window } from './window.ts';

/** Counts that all replicas share. */
export interface SharedCounts {
  /**
   * Counts a request of a subject.
   * @param seconds length of the window
   * @returns undefined when that is not possible in time; never throws
   */
  count(subject: string, seconds: number): Promise<Count | undefined>;
}

/**
 * A window that all replicas share. While that fails, `local` counts: no client may be delayed or refused because of it.
 */
export function createSharedWindow(counts: SharedCounts, seconds: number, local: Window): Window {
  return {
    async count(key) {
      return (await counts.count(key, seconds)) ?? local.count(key);
    },
  };
}
