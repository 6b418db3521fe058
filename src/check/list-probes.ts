import type { ClientCredential } from '../oauth/client-credential.ts';
import type { Provider } from '../oauth/provider.ts';
import { buildRedirectUri } from '../tenants/addresses.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** One credential of one provider of one tenant. */
export interface ProbedCredential {
  readonly tenantId: string;
  readonly providerId: string;
  /** From 1, in the order of the provider file. */
  readonly position: number;
  /** How many credentials are listed. */
  readonly count: number;
  readonly kind: ClientCredential['kind'];
}

/** One question to a service, for all credentials that share endpoints, client id, value, and what the answer means. */
export interface Probe {
  /** What makes it one question. Holds the secret. */
  readonly key: string;
  readonly provider: Provider;
  readonly credential: ClientCredential;
  readonly redirectUri: string;
  readonly subjects: readonly ProbedCredential[];
}

/** Lists every credential, even those that the service never tries: operators must see rotated ones. */
export function listProbes(tenants: readonly Tenant[]): Probe[] {
  const probes = new Map<string, Probe & { readonly subjects: ProbedCredential[] }>();
  for (const tenant of tenants) {
    for (const provider of tenant.providers) {
      for (const [index, credential] of provider.clientCredentials.entries()) {
        const key = nameProbe(provider, credential);
        const redirectUri = buildRedirectUri(tenant, provider);
        const probe = probes.get(key) ?? { key, provider, credential, redirectUri, subjects: [] };
        probe.subjects.push({
          tenantId: tenant.id,
          providerId: provider.id,
          position: index + 1,
          count: provider.clientCredentials.length,
          kind: credential.kind,
        });
        probes.set(key, probe);
      }
    }
  }
  return [...probes.values()];
}

function nameProbe(provider: Provider, credential: ClientCredential): string {
  const { tokenEndpoint, refreshEndpoint, tokenErrors } = provider;
  const { tokenEndpointAuthMethod, clientAssertionAudience, clientId } = provider;
  return JSON.stringify([
    [tokenEndpoint, refreshEndpoint, tokenErrors],
    [tokenEndpointAuthMethod, clientAssertionAudience, clientId, credential],
  ]);
}
