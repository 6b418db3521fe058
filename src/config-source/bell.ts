/** Wakes one listener. A ring without a listener is kept; several rings count as one. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, or at once if the bell has rung since the last call. */
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
