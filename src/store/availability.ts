import type { StoreEvent } from '../observability/events.ts';
import { isCannotServe } from './read-reason.ts';

/** Whether the store can be used, and what is observed of that. */
export interface Availability {
  readonly isUp: boolean;
  /** Whether it failed soon after it had come back. */
  readonly isFlapping: boolean;
  /** Milliseconds to wait before the store may count as up again; longer when it flaps. */
  readonly pause: number;
  rise(): void;
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
  let upSince = 0;
  let pause = PAUSE;
  const reasons = new Set<string>();

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
      isUp = true;
      upSince = monotonic();
      reasons.clear();
      observe({ isUp: true });
    },
    fall(reason) {
      if (isUp === false) {
        // A server that refuses says more than the lost connection before it.
        if (!isCannotServe(reason) || reasons.has(reason) || reasons.size >= MAX_REASONS) return;
      } else if (isUp) {
        pause = monotonic() - upSince < STEADY ? Math.min(2 * pause, LONGEST_PAUSE) : PAUSE;
      }
      reasons.add(reason);
      observe({ isUp: false, reason, isFirst: isUp !== false });
      isUp = false;
    },
  };
}
