/** What is kept for a fixed time after it was set, and no more than a number of it: the oldest go first. */
export interface ExpiringMap<T> {
  /** @returns undefined when it was never set, is too old, or had to make room */
  get(key: string): T | undefined;
  /** Replaces what was there, and counts its time anew. */
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Drops what has been too old for as long as it was good; costs nothing for what stays. */
  sweep(): void;
}

export interface ExpiringMapLimits {
  /** Milliseconds. */
  readonly lifetime: number;
  /** Of so many that are set at most, the newest half is there, less what was deleted. */
  readonly entries: number;
}

interface Entry<T> {
  readonly value: T;
  readonly until: number;
}

interface Generation<T> {
  readonly entries: Map<string, Entry<T>>;
  readonly endsAt: number;
  /** What was deleted since included, so that how long an entry stays depends on no other being deleted. */
  sets: number;
}

/**
 * Two generations: when the younger one is half of what may be kept, or a lifetime old, the older one is dropped as a whole. So
 * nothing is removed one by one, which cost a refresh as much as all its hashes
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

  return {
    get(key) {
      const entry = young.entries.get(key) ?? old.entries.get(key);
      return entry !== undefined && entry.until > monotonic() ? entry.value : undefined;
    },
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
    sweep() {
      if (young.endsAt <= monotonic()) rotate();
    },
  };
}
