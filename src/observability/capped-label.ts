/** A label whose values come from the configuration, but not more of them than a metrics store can take. */
export interface CappedLabel {
  /** Gives these ids a value of their own, in this order, as long as there is room. Values are never given back. */
  adopt(ids: Iterable<string>): void;
  /** @returns the id, or `other` when it has no value of its own */
  of(id: string): string;
  readonly values: ReadonlySet<string>;
}

/**
 * Adopting in the order of the configuration, and not as requests come, makes all replicas choose the same ids; else
 * their sums would not fit together.
 */
export function createCappedLabel(limit: number): CappedLabel {
  const values = new Set<string>();
  return {
    values,
    adopt(ids) {
      for (const id of ids) {
        if (values.size >= limit) return;
        values.add(id);
      }
    },
    of: (id) => (values.has(id) ? id : 'other'),
  };
}
