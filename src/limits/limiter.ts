import { DomiError } from '../oauth/errors.ts';
import type { LimitEvent } from '../observability/events.ts';
import type { Clock } from '../time/clock.ts';
import { createInFlightCount } from './in-flight-count.ts';
import type { Limit, LimitScope } from './limits.ts';
import type { Purpose } from './purpose.ts';
import { createSharedWindow, type SharedCounts } from './shared-window.ts';
import { createLocalWindow, type Window } from './window.ts';

/** A client network, a tenant, a provider of a tenant or a token: its requests of one purpose are counted together. */
export interface Subject {
  readonly scope: LimitScope;
  readonly purpose: Purpose;
  readonly tenantId: string;
  /** Client network, provider id or token; absent for the tenant as a whole. */
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
  /** Computes a keyed digest: counts are kept where others may look, and a token must be readable nowhere. */
  readonly digest: (text: string) => string;
  readonly clock: Pick<Clock, 'monotonic'>;
}

interface Windows {
  readonly local: Window;
  readonly shared: Window;
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
  const perSecond = createWindows(SECOND);
  const perMinute = createWindows(MINUTE);

  function createWindows(seconds: number): Windows {
    const local = createLocalWindow(seconds, MAX_KEYS, clock.monotonic);
    return { local, shared: counts === undefined ? local : createSharedWindow(counts, seconds, local) };
  }

  /** A token must be readable nowhere, an address not where others may look. */
  function isDigested(scope: LimitScope): boolean {
    return scope === 'token' || (scope === 'clientAddress' && counts !== undefined);
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
        for (const { scope, purpose, tenantId, member = '', limit } of subjects) {
          if (limit === 'off') continue;
          // Neither scope nor tenant id nor purpose contains a colon, so each subject has a key of its own.
          const name = isDigested(scope) ? digest(member) : member;
          const key = `${scope}:${tenantId}:${purpose}:${name}`;
          // Each replica can brake a loop alone, and a refresh waits for the store less often.
          const counter = scope === 'token' ? 'local' : 'shared';
          if (!inFlight.add(key, limit.inFlight)) refuse({ scope, limit: 'in_flight' }, RETRY_IN_FLIGHT);
          held.push(key);
          const second = await perSecond[counter].count(key);
          if (second.requests <= limit.requestsPerSecond) continue;
          const minute = await perMinute[counter].count(key);
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
