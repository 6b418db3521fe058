/** Counts what is in flight, by key. */
export interface InFlightCount {
  /** Keys that have something in flight. */
  readonly size: number;
  /** How many of this key are in flight. */
  count(key: string): number;
  /** @returns false, without counting, when `bound` is reached */
  add(key: string, bound: number): boolean;
  remove(key: string): void;
}

/** Keys at zero are deleted, so there are never more keys than requests. */
export function createInFlightCount(): InFlightCount {
  const counts = new Map<string, number>();
  return {
    get size() {
      return counts.size;
    },
    count: (key) => counts.get(key) ?? 0,
    add(key, bound) {
      const count = counts.get(key) ?? 0;
      if (count >= bound) return false;
      counts.set(key, count + 1);
      return true;
    },
    remove(key) {
      const count = counts.get(key) ?? 0;
      if (count > 1) counts.set(key, count - 1);
      else counts.delete(key);
    },
  };
}
