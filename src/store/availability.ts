import type { StoreEvent } from '../observability/events.ts';
import { isCannotServe } from './read-reason.ts';
import { waitWithin } from './wait-within.ts';

/** Whether the store can be used, and what is observed of that. */
export interface Availability {
  readonly isUp: boolean;
  /** Whether it failed soon after it had come back. */
  readonly isFlapping: boolean;
  /** Milliseconds to wait before the store may count as up again; longer when it flaps. */
  readonly pause: number;
  rise(): void;
  /** Resolves when the store is up, or after so many milliseconds. */
  waitUntilUp(budget: number): Promise<void>;
  fall(reason: string): void;
}

/** Milliseconds between a failure and the next probe. */
const PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** Milliseconds. A store that fails sooner again goes up and down, and must not do so with every request. */
const STEADY = 10_000;
/** Bounds the log of one outage. */
const MAX_REASONS = 5;

/**
 * @param observe gets each change once; within an outage also each further reason that a server gives
 * @param monotonic milliseconds that never go back
 */
export function createAvailability(
  observe: (event: StoreEvent) => void,
  monotonic: () => number,
): Availability {
  /** Undefined until the first connection has succeeded or failed. */
  let isUp: boolean | undefined;
  /** Milliseconds. The start of the service is no return of the store. */
  let backSince = Number.NEGATIVE_INFINITY;
  let pause = PAUSE;
  const reasons = new Set<string>();
  const waiting = new Set<() => void>();

  return {
    get isUp() {
      return isUp === true;
    },
    get isFlapping() {
      return pause > PAUSE;
    },
    get pause() {
      return pause;
    },
    rise() {
      if (isUp) return;
      if (isUp === false) backSince = monotonic();
      isUp = true;
      reasons.clear();
      observe({ isUp: true });
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    async waitUntilUp(budget) {
      if (isUp || budget <= 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      await waitWithin(budget, promise);
      waiting.delete(resolve);
    },
    fall(reason) {
      if (isUp === false) {
        // A server that refuses says more than the lost connection before it.
        if (!isCannotServe(reason) || reasons.has(reason) || reasons.size >= MAX_REASONS) return;
      } else if (isUp) {
        pause = monotonic() - backSince < STEADY ? Math.min(2 * pause, LONGEST_PAUSE) : PAUSE;
      }
      reasons.add(reason);
      observe({ isUp: false, reason, isFirst: isUp !== false });
      isUp = false;
    },
  };
}
