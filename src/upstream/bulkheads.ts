import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { LRUCache } from 'lru-cache';
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

/** Far more than can be in use at once. */
const MAX_BULKHEADS = 50_000;

/** Seconds after which a place is likely to be free again. */
const RETRY_AFTER = 2;

export function createBulkheads(limits: BulkheadLimits): Bulkheads {
  const bulkheads = new LRUCache<string, BulkheadPolicy>({
    // A bound by size: one by number takes the memory for all of them at once.
    maxSize: MAX_BULKHEADS,
    sizeCalculation: () => 1,
  });

  function find(key: string, places: number): BulkheadPolicy {
    const known = bulkheads.get(key);
    if (known !== undefined) return known;
    // No queue: a place comes free when a call ends, and behind one that hangs nobody should wait.
    const policy = bulkhead(places, 0);
    bulkheads.set(key, policy);
    return policy;
  }

  return {
    async call(tenantId, providerId, send) {
      const all = find(`/${providerId}`, limits.callsPerProvider);
      const own = find(`${tenantId}/${providerId}`, limits.callsPerTenant);
      try {
        return await own.execute(() => all.execute(send));
      } catch (error) {
        if (!(error instanceof BulkheadRejectedError)) throw error;
        throw new DomiError('temporarily_unavailable', {
          reason: 'too many calls in flight',
          retryAfter: RETRY_AFTER,
        });
      }
    },
  };
}
