import type { StoreEvent } from '../observability/events.ts';
import { isCannotServe } from './read-reason.ts';
import { waitWithin } from './wait-within.ts';

/** Whether the store can be used, and what is observed of that. */
export interface Availability {
  readonly isUp: boolean;
  /** Whether it failed soon after it had come back. */
  readonly isFlapping: boolean;
  /** The store works. It counts as up, unless it goes up and down and its pause is not over. */
  rise(): void;
  /** Resolves when the store is up, or after so many milliseconds. */
  waitUntilUp(budget: number): Promise<void>;
  fall(reason: string): void;
}

/** Milliseconds for which requests leave a store alone that goes up and down: twice as long each time. */
const FIRST_PAUSE = 1000;
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
  /** Milliseconds; 0 when it has been steady. */
  let pause = 0;
  let restsUntil = Number.NEGATIVE_INFINITY;
  const reasons = new Set<string>();
  const waiting = new Set<() => void>();

  return {
    get isUp() {
      return isUp === true;
    },
    get isFlapping() {
      return pause > 0;
    },
    rise() {
      if (isUp || monotonic() < restsUntil) return;
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
        const isSteady = monotonic() - backSince >= STEADY;
        pause = isSteady ? 0 : Math.min(Math.max(FIRST_PAUSE, 2 * pause), LONGEST_PAUSE);
        restsUntil = monotonic() + pause;
      }
      reasons.add(reason);
      observe({ isUp: false, reason, isFirst: isUp !== false });
      isUp = false;
    },
  };
}
