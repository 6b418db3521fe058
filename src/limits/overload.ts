import { DomiError } from '../oauth/errors.ts';
import type { ShedEvent } from '../observability/events.ts';
import type { Purpose } from './purpose.ts';

/** Refuses requests while the service has more to do than it can. */
export interface Overload {
  /**
   * @returns a function to call once when the request is over
   * @throws DomiError `overloaded`, and then the request is not counted
   */
  enter(purpose: Purpose): () => void;
}

export interface OverloadOptions {
  /** Milliseconds by which the event loop is late, again and again. */
  readonly standingDelay: () => number;
  /** Requests that can be in hand at all: connections that the port accepts. */
  readonly maxInHand: number;
  /** Only observes, and never throws. */
  readonly observe: (event: ShedEvent) => void;
}

interface Threshold {
  /** Milliseconds of standing delay. */
  readonly delay: number;
  /** Part of the requests that can be in hand. */
  readonly inHand: number;
}

/**
 * From where on requests are refused. Pages go first, since people can load them again; then refreshes, whose tokens stay good;
 * at last sign-ins in which a user has already consented. A request takes less than a millisecond of ours, so a delay of 100 ms
 * is a queue of hundreds; docs/settings.md explains the numbers.
 */
export const THRESHOLDS: Readonly<Record<Purpose, Threshold>> = {
  page: { delay: 100, inHand: 0.5 },
  token: { delay: 250, inHand: 0.75 },
  signIn: { delay: 1000, inHand: 0.9 },
};

/** Seconds. The queue is gone within two, but all that were refused must not come back at once. */
const RETRY_AFTER = 5;

export function createOverload({ standingDelay, maxInHand, observe }: OverloadOptions): Overload {
  let inHand = 0;

  function leave(): void {
    inHand -= 1;
  }

  function refuse(purpose: Purpose, cause: ShedEvent['cause'], reason: string): never {
    observe({ purpose, cause });
    throw new DomiError('overloaded', { reason, retryAfter: RETRY_AFTER });
  }

  return {
    enter(purpose) {
      const threshold = THRESHOLDS[purpose];
      if (inHand >= threshold.inHand * maxInHand) refuse(purpose, 'in_hand', 'too many requests in hand');
      if (standingDelay() >= threshold.delay) refuse(purpose, 'event_loop', 'the event loop is late');
      inHand += 1;
      return leave;
    },
  };
}
