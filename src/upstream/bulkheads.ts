import { createInFlightCount } from '../limits/in-flight-count.ts';
import { DomiError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';

/**
 * Bounds on calls in flight, by the origin that they go to: an endpoint that hangs uses up only places of its own origin,
 * and a tenant or a provider of a tenant only a share of them.
 */
export interface Bulkheads {
  /**
   * @param origin scheme, host and port of the endpoint
   * @returns a function that releases the place; must be called once
   * @throws DomiError `temporarily_unavailable` when no place is free, or none for this tenant
   */
  enter(registration: Registration, origin: string): () => void;
}

/**
 * A share is the number of places that must stay free for each call in flight. With 3, a tenant that is alone gets a
 * quarter of the places, and each of several tenants gets less. The first call needs only one free place. With 0, nothing
 * is divided.
 */
export interface BulkheadLimits {
  /** Calls in flight to one origin, for all tenants together: bounds sockets and memory. */
  readonly callsPerOrigin: number;
  readonly freePerCallOfTenant: number;
  readonly freePerCallOfProvider: number;
}

/** For the only tenant of an installation, which takes no place from another one. */
export const UNDIVIDED = { freePerCallOfTenant: 0, freePerCallOfProvider: 0 };

/** Seconds after which a place is likely to be free again. */
const RETRY_AFTER = 2;

export function createBulkheads(limits: BulkheadLimits): Bulkheads {
  const { callsPerOrigin } = limits;
  const calls = createInFlightCount();

  return {
    enter({ tenantId, provider }, origin) {
      const freeAfterwards = callsPerOrigin - calls.count(origin) - 1;
      const share = (freePerCall: number): number =>
        freePerCall === 0 ? callsPerOrigin : Math.max(1, Math.floor(freeAfterwards / freePerCall));
      // None of these names contains a space, so each count has a key of its own.
      const places = [
        [`${tenantId} ${provider.id} ${origin}`, share(limits.freePerCallOfProvider)],
        [`${tenantId} ${origin}`, share(limits.freePerCallOfTenant)],
        [origin, callsPerOrigin],
      ] as const;
      const taken: string[] = [];
      const leave = (): void => taken.forEach(calls.remove);
      for (const [key, bound] of places) {
        if (!calls.add(key, bound)) {
          leave();
          throw createFullError(
            key === origin ? 'too many calls in flight' : 'too many calls of this tenant in flight',
          );
        }
        taken.push(key);
      }
      return leave;
    },
  };
}

/** There is no queue: nobody should wait behind a call that hangs. */
function createFullError(reason: string): DomiError {
  return new DomiError('temporarily_unavailable', { reason, retryAfter: RETRY_AFTER });
}
