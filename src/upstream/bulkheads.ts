import { createInFlightCount } from '../limits/in-flight.ts';
import { DomiError } from '../oauth/errors.ts';

/** Bounds on calls in flight: a provider that hangs takes its own places, and nobody else's. */
export interface Bulkheads {
  /** @throws DomiError `temporarily_unavailable` without a call, when no place is free */
  call<T>(tenantId: string, providerId: string, send: () => Promise<T>): Promise<T>;
}

export interface BulkheadLimits {
  /** Calls in flight for one tenant at one provider. */
  readonly callsPerTenant: number;
  /** Calls in flight at one provider, all tenants together: bounds sockets and memory. */
  readonly callsPerProvider: number;
}

/** Seconds after which a place is likely to be free again. */
const RETRY_AFTER = 2;

export function createBulkheads(limits: BulkheadLimits): Bulkheads {
  const calls = createInFlightCount();

  return {
    async call(tenantId, providerId, send) {
      // No tenant has an empty id, so the key for all is nobody's own.
      const own = `${tenantId}/${providerId}`;
      const all = `/${providerId}`;
      if (!calls.add(own, limits.callsPerTenant)) refuse();
      if (!calls.add(all, limits.callsPerProvider)) {
        calls.remove(own);
        refuse();
      }
      try {
        return await send();
      } finally {
        calls.remove(all);
        calls.remove(own);
      }
    },
  };
}

/** No queue: a place comes free when a call ends, and behind one that hangs nobody should wait. */
function refuse(): never {
  throw new DomiError('temporarily_unavailable', {
    reason: 'too many calls in flight',
    retryAfter: RETRY_AFTER,
  });
}
