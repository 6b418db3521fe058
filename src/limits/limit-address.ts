import type { Limit, Limits } from './limits.ts';

/** The part of its tenant's budget that one client address may use. */
const SHARE = 1 / 2;

/**
 * The limit of one client address: the one that is set, but never more than its share of the tenant's, whatever that is. So one
 * address cannot use up a tenant. `off` is `off`: behind a proxy that is not trusted, all clients are one address.
 */
export function limitAddress({ clientAddress, tenant }: Limits): 'off' | Limit {
  if (clientAddress === 'off' || tenant === 'off') return clientAddress;
  const share = (own: number, whole: number): number => Math.min(own, Math.floor(whole * SHARE));
  return {
    requestsPerSecond: Math.max(1, share(clientAddress.requestsPerSecond, tenant.requestsPerSecond)),
    burst: share(clientAddress.burst, tenant.burst),
    inFlight: Math.max(1, share(clientAddress.inFlight, tenant.inFlight)),
  };
}
