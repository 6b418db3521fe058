import type { Provider } from '../oauth/provider.ts';
import { buildRedirectUri } from '../tenants/addresses.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** One secret of one provider of one tenant. */
export interface ProbedSecret {
  readonly tenantId: string;
  readonly providerId: string;
  /** From 1, in the order of the provider file. */
  readonly position: number;
  /** How many secrets are listed. */
  readonly count: number;
}

/** One question to a service, for all secrets that share endpoints, client id, value, and what the answer means. */
export interface Probe {
  readonly provider: Provider;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly subjects: readonly ProbedSecret[];
}

/** Lists every secret, even those that the service never tries: operators must see rotated ones. */
export function listProbes(tenants: readonly Tenant[]): Probe[] {
  const probes = new Map<string, Probe & { readonly subjects: ProbedSecret[] }>();
  for (const tenant of tenants) {
    for (const provider of tenant.providers) {
      for (const [index, clientSecret] of provider.clientSecrets.entries()) {
        const { tokenEndpoint, refreshEndpoint, tokenEndpointAuthMethod, clientId, tokenErrors } = provider;
        const key = JSON.stringify([
          [tokenEndpoint, refreshEndpoint, tokenEndpointAuthMethod, tokenErrors],
          [clientId, clientSecret],
        ]);
        const redirectUri = buildRedirectUri(tenant, provider);
        const probe = probes.get(key) ?? { provider, clientSecret, redirectUri, subjects: [] };
        probe.subjects.push({
          tenantId: tenant.id,
          providerId: provider.id,
          position: index + 1,
          count: provider.clientSecrets.length,
        });
        probes.set(key, probe);
      }
    }
  }
  return [...probes.values()];
}
