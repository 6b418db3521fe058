/** What is kept for a fixed time after it was set, and no more than a number of it: the oldest go first. */
export interface ExpiringMap<T> {
  /** @returns undefined when it was never set, is too old, or had to make room */
  get(key: string): T | undefined;
  /** Replaces what was there, and counts its time anew. */
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Drops what is too old; costs nothing for what stays. */
  sweep(): void;
}

export interface ExpiringMapLimits {
  /** Milliseconds. */
  readonly lifetime: number;
  readonly entries: number;
}

interface Entry<T> {
  readonly key: string;
  /** Gone when the entry is, though its place in the queue is not. */
  value: T | undefined;
  readonly until: number;
}

/** Places of the queue that are given back at once. */
const CUT_AT = 1024;

/**
 * An own one, since all entries live equally long: in the order in which they were set, whatever is too old stands in front.
 * A cache with a time for each entry has to look at all of them, which stopped everything for 50 ms every few seconds.
 * @param monotonic milliseconds that never go back
 */
export function createExpiringMap<T>(
  { lifetime, entries: most }: ExpiringMapLimits,
  monotonic: () => number,
): ExpiringMap<T> {
  const entries = new Map<string, Entry<T>>();
  /** Entries in the order in which they were set, those that were replaced or deleted since included. */
  let queue: Entry<T>[] = [];
  let first = 0;

  function remove(entry: Entry<T>): void {
    if (entries.get(entry.key) !== entry) return;
    entries.delete(entry.key);
    entry.value = undefined;
  }

  function removeFirst(): void {
    const entry = queue[first];
    first += 1;
    if (entry) remove(entry);
    if (first < CUT_AT || first * 2 < queue.length) return;
    queue = queue.slice(first);
    first = 0;
  }

  return {
    get(key) {
      const entry = entries.get(key);
      return entry !== undefined && entry.until > monotonic() ? entry.value : undefined;
    },
    set(key, value) {
      const old = entries.get(key);
      if (old) remove(old);
      const entry: Entry<T> = { key, value, until: monotonic() + lifetime };
      entries.set(key, entry);
      queue.push(entry);
      if (queue.length - first > most) removeFirst();
    },
    delete(key) {
      const entry = entries.get(key);
      if (entry) remove(entry);
    },
    sweep() {
      const now = monotonic();
      for (let entry = queue[first]; entry !== undefined && entry.until <= now; entry = queue[first]) {
        removeFirst();
      }
    },
  };
}
