import { createInFlightCount } from '../limits/in-flight.ts';
import { DomiError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';

/** Bounds on calls in flight: a provider that hangs uses up only its own places. */
export interface Bulkheads {
  /**
   * @returns a function that releases the place; must be called once
   * @throws DomiError `temporarily_unavailable` when no place is free
   */
  enter(registration: Registration): () => void;
}

export interface BulkheadLimits {
  /** Calls in flight for one tenant at one provider. */
  readonly callsPerTenant: number;
  /** Calls in flight at one provider, for all tenants together: bounds sockets and memory. */
  readonly callsPerProvider: number;
}

/** Seconds after which a place is likely to be free again. */
const RETRY_AFTER = 2;

export function createBulkheads(limits: BulkheadLimits): Bulkheads {
  const calls = createInFlightCount();
  return {
    enter({ tenantId, provider }) {
      // No tenant has an empty id, so this key cannot be that of a tenant.
      const own = `${tenantId}/${provider.id}`;
      const all = `/${provider.id}`;
      if (!calls.add(own, limits.callsPerTenant)) throw createFullError();
      if (!calls.add(all, limits.callsPerProvider)) {
        calls.remove(own);
        throw createFullError();
      }
      return () => {
        calls.remove(all);
        calls.remove(own);
      };
    },
  };
}

/** There is no queue: nobody should wait behind a call that hangs. */
function createFullError(): DomiError {
  return new DomiError('temporarily_unavailable', {
    reason: 'too many calls in flight',
    retryAfter: RETRY_AFTER,
  });
}
