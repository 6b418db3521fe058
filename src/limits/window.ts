import { LRUCache } from 'lru-cache';

/**
 * Counts requests by key. A window begins with the first request of its key and has a fixed length. It never refuses a
 * request: limits differ between tenants, so the limiter compares.
 */
export interface Window {
  count(key: string): Promise<Count>;
}

export interface Count {
  /** Requests of this key in its current window, this one included. */
  readonly requests: number;
  /** Milliseconds until the window ends. */
  readonly msLeft: number;
}

/**
 * A window of this replica alone.
 * @param maxKeys bounds the memory: the least recently used keys are dropped, so new keys cannot fill it
 * @param monotonic milliseconds that never go back
 */
export function createLocalWindow(
  seconds: number,
  maxKeys: number,
  monotonic: () => number,
): Window & { readonly size: number } {
  const entries = new LRUCache<string, { requests: number; readonly endsAt: number }>({ max: maxKeys });
  return {
    get size() {
      return entries.size;
    },
    async count(key) {
      const now = monotonic();
      let entry = entries.get(key);
      if (entry === undefined || entry.endsAt <= now) {
        entry = { requests: 0, endsAt: now + seconds * 1000 };
        entries.set(key, entry);
      }
      entry.requests += 1;
      return { requests: entry.requests, msLeft: entry.endsAt - now };
    },
  };
}
