import { DomiError } from '../oauth/errors.ts';
import type { LimitEvent } from '../observability/events.ts';
import type { Clock } from '../time/clock.ts';
import { createInFlightCount } from './in-flight.ts';
import type { Limit, LimitScope } from './limits.ts';
import { createSharedWindow, type SharedCounts } from './shared-window.ts';
import { createLocalWindow, type Window } from './window.ts';

/** A client network, a tenant or a provider of a tenant: its requests are counted together. */
export interface Subject {
  readonly scope: LimitScope;
  readonly tenantId: string;
  /** Client network or provider id; absent for the tenant as a whole. */
  readonly member?: string;
  readonly limit: 'off' | Limit;
}

export interface Limiter {
  /**
   * Takes a place for a request at every subject, in order. When a subject refuses the request, later ones do not count
   * it.
   * @returns a function that releases the places; further calls do nothing
   * @throws DomiError `rate_limited`, and then holds no place
   */
  enter(subjects: readonly Subject[]): Promise<() => void>;
}

export interface LimiterOptions {
  /** Only observes, and never throws. */
  readonly observe: (event: LimitEvent) => void;
  /** Shared by all replicas; without them, each replica counts alone. */
  readonly counts?: SharedCounts | undefined;
  /** Computes a keyed digest, since counts are kept where others may look. */
  readonly digest: (text: string) => string;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const SECOND = 1;
const MINUTE = 60;
const MAX_KEYS = 20_000;

/** Seconds until a place is likely to be free: as long as providers usually need to recover. */
const RETRY_IN_FLIGHT = 5;

/**
 * Fair use: two windows and a bound on requests in flight, for each subject. The window of one second counts every
 * request; the window of one minute holds the burst, so it counts only requests beyond the rate.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { observe, counts, digest, clock } = options;
  const inFlight = createInFlightCount();
  const perSecond = createWindow(SECOND);
  const perMinute = createWindow(MINUTE);

  function createWindow(seconds: number): Window {
    const local = createLocalWindow(seconds, MAX_KEYS, clock.monotonic);
    return counts === undefined ? local : createSharedWindow(counts, seconds, local);
  }

  function refuse(refusal: LimitEvent, retryAfter: number): never {
    observe(refusal);
    throw new DomiError('rate_limited', { reason: `${refusal.limit} limit of ${refusal.scope}`, retryAfter });
  }

  return {
    async enter(subjects) {
      const held: string[] = [];
      const leave = (): void => {
        for (const key of held.splice(0)) inFlight.remove(key);
      };
      try {
        for (const { scope, tenantId, member = '', limit } of subjects) {
          if (limit === 'off') continue;
          // Neither scope nor tenant id contains a colon, so each subject has a key of its own.
          const key = `${scope}:${tenantId}:${counts && scope === 'clientAddress' ? digest(member) : member}`;
          if (!inFlight.add(key, limit.inFlight)) refuse({ scope, limit: 'in_flight' }, RETRY_IN_FLIGHT);
          held.push(key);
          const second = await perSecond.count(key);
          if (second.requests <= limit.requestsPerSecond) continue;
          const minute = await perMinute.count(key);
          if (minute.requests <= limit.burst) continue;
          refuse({ scope, limit: 'rate' }, Math.max(1, Math.ceil(second.msLeft / 1000)));
        }
      } catch (error) {
        leave();
        throw error;
      }
      return leave;
    },
  };
}
