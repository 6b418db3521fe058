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

interface Entry {
  requests: number;
  readonly endsAt: number;
}

/**
 * A window of this replica alone. It keeps two generations of keys: a key that is counted moves to the younger one, and when that
 * holds half of the keys, or is as old as a window, the older one is dropped as a whole. So expired keys leave by themselves, and
 * a request never waits while thousands of them are removed one by one.
 * @param maxKeys bounds the memory: the half of them that were counted last always stay, so new keys cannot push out one in use
 * @param monotonic milliseconds that never go back
 */
export function createLocalWindow(
  seconds: number,
  maxKeys: number,
  monotonic: () => number,
): Window & { readonly size: number } {
  const length = seconds * 1000;
  const half = Math.max(1, Math.floor(maxKeys / 2));
  let old = new Map<string, Entry>();
  let young = new Map<string, Entry>();
  let youngUntil = monotonic() + length;

  function find(key: string): Entry | undefined {
    return young.get(key) ?? old.get(key);
  }

  function keep(key: string, entry: Entry, now: number): void {
    if (youngUntil <= now || (young.size >= half && !young.has(key))) {
      old = young;
      young = new Map();
      youngUntil = now + length;
    }
    young.set(key, entry);
  }

  return {
    get size() {
      return new Set([...old.keys(), ...young.keys()]).size;
    },
    async count(key) {
      const now = monotonic();
      let entry = find(key);
      if (entry === undefined || entry.endsAt <= now) entry = { requests: 0, endsAt: now + length };
      entry.requests += 1;
      keep(key, entry, now);
      return { requests: entry.requests, msLeft: entry.endsAt - now };
    },
  };
}
