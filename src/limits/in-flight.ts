export interface InFlightCount {
  /** @returns false when the bound is reached; nothing is counted then */
  add(key: string, bound: number): boolean;
  remove(key: string): void;
}

/** What is being answered now, by key. A key at zero is forgotten, so there are never more keys than requests. */
export function createInFlightCount(): InFlightCount {
  const counts = new Map<string, number>();
  return {
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
