/** Keeps values for a fixed time after they were set, up to a number of entries: the oldest are dropped first. */
export interface ExpiringMap<T> {
  /** @returns undefined for a key that was never set, has expired, or was dropped to make room */
  get(key: string): T | undefined;
  /** Replaces the value, and restarts its lifetime. */
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Visits every entry that has not expired. */
  count(): number;
  /** Drops entries that expired at least one lifetime ago; the cost does not depend on those that stay. */
  sweep(): void;
}

export interface ExpiringMapLimits {
  /** Milliseconds. */
  readonly lifetime: number;
  /** Upper bound. At least the newest half of that number is always there, except for deleted entries. */
  readonly entries: number;
}

interface Entry<T> {
  readonly value: T;
  readonly until: number;
}

interface Generation<T> {
  readonly entries: Map<string, Entry<T>>;
  readonly endsAt: number;
  /** Counts deleted entries too, so that deletions do not change how long other entries stay. */
  sets: number;
}

/**
 * Keeps two generations. When the younger one has half of the allowed entries, or is one lifetime old, the older one is
 * dropped as a whole. Removing entries one by one cost a refresh as much as all its hashes
 * (docs/decisions/2026-11-25-garbage-of-a-request.md).
 * @param monotonic milliseconds that never go back
 */
export function createExpiringMap<T>(
  { lifetime, entries: most }: ExpiringMapLimits,
  monotonic: () => number,
): ExpiringMap<T> {
  const half = Math.max(1, Math.floor(most / 2));
  const begin = (): Generation<T> => ({ entries: new Map(), endsAt: monotonic() + lifetime, sets: 0 });
  let young = begin();
  let old = young;

  function rotate(): void {
    old = young;
    young = begin();
  }

  function find(key: string): T | undefined {
    const entry = young.entries.get(key) ?? old.entries.get(key);
    return entry !== undefined && entry.until > monotonic() ? entry.value : undefined;
  }

  return {
    get: find,
    set(key, value) {
      const now = monotonic();
      if (young.sets >= half || young.endsAt <= now) rotate();
      young.sets += 1;
      young.entries.set(key, { value, until: now + lifetime });
    },
    delete(key) {
      young.entries.delete(key);
      old.entries.delete(key);
    },
    count() {
      const keys = new Set([...old.entries.keys(), ...young.entries.keys()]);
      let count = 0;
      for (const key of keys) if (find(key) !== undefined) count += 1;
      return count;
    },
    sweep() {
      if (young.endsAt <= monotonic()) rotate();
    },
  };
}
