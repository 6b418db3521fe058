import pLimit, { type LimitFunction } from 'p-limit';

/** Bounds what runs at the same time for each key; the rest waits in line. */
export interface Places {
  /** @param work begins when there is a place, and has it until it settles */
  run(key: string, work: () => Promise<void>): void;
}

export function createPlaces(bound: number): Places {
  const limits = new Map<string, LimitFunction>();
  return {
    run(key, work) {
      const limit = limits.get(key) ?? pLimit(bound);
      limits.set(key, limit);
      void limit(work).finally(() => {
        // Keys without work are forgotten: each is an origin, and those change with the configuration.
        if (limit.activeCount + limit.pendingCount === 0) limits.delete(key);
      });
    },
  };
}
