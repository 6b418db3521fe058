import type { Expiry } from '../../observability/events.ts';

/** The part of a provider that tells when its credentials expire. */
export interface ExpiringProvider {
  readonly id: string;
  /** Seconds since 1970. */
  readonly clientCredentialsExpireAt?: number;
}

export interface SoonestExpiries {
  add(tenantId: string, provider: ExpiringProvider): void;
  /** Sorted by time; equal times in the order in which they were added. */
  list(): Expiry[];
}

/**
 * Keeps only the soonest few while expiries are added. Collecting and sorting tens of thousands would block the event
 * loop.
 */
export function createSoonestExpiries(limit: number): SoonestExpiries {
  /** In the order of `list`. */
  const soonest: ExpiringProvider[] = [];
  /** Tenants that share a registration share one provider object. */
  const owners = new Map<ExpiringProvider, string | undefined>();

  return {
    add(tenantId, provider) {
      if (provider.clientCredentialsExpireAt === undefined) return;
      const at = readTime(provider);
      const last = soonest[limit - 1];
      if (last && at > readTime(last)) return;
      if (owners.has(provider)) {
        owners.set(provider, undefined);
        return;
      }
      owners.set(provider, tenantId);
      soonest.splice(findEnd(soonest, at), 0, provider);
      const [late] = soonest.splice(limit);
      if (late) owners.delete(late);
    },
    list: () =>
      soonest.map((provider) => ({
        tenantId: owners.get(provider),
        providerId: provider.id,
        at: readTime(provider),
      })),
  };
}

function readTime({ clientCredentialsExpireAt = 0 }: ExpiringProvider): number {
  return clientCredentialsExpireAt;
}

/** @returns the index after all entries that expire by then */
function findEnd(sorted: readonly ExpiringProvider[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = sorted[middle];
    if (one && readTime(one) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
