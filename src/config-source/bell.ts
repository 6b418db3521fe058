/** Wakes one listener. A ring that nobody waits for is kept, and several are one. */
export interface Bell {
  ring(): void;
  /** Resolves with the next ring, or at once when it rang since the last time. */
  wait(): Promise<void>;
}

export function createBell(): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => next.resolve(),
    async wait() {
      await next.promise;
      next = Promise.withResolvers<void>();
    },
  };
}
