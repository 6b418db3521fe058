import type { LimitFunction } from 'p-limit';
import { type ComparedProvider, compareRecord } from '../discovery/compare-record.ts';
import { type Discovery, discoverServer } from '../discovery/discover-server.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';

/** How a record differs from what its server publishes. */
export interface MetadataResult {
  readonly tenantId: string;
  readonly providerId: string;
  readonly issuer: string;
  /** As sentences; empty when the record agrees. */
  readonly differences: readonly string[];
  /** Why there was nothing to compare with. */
  readonly unavailable?: string;
}

/** Compares each record that names an issuer. Equal records are compared once, whichever tenants use them. */
export async function compareMetadata(
  tenants: readonly Tenant[],
  fetchDocument: FetchDocument,
  limit: LimitFunction,
): Promise<MetadataResult[]> {
  const discoveries = new Map<string, Promise<Discovery>>();

  function discover(issuer: string): Promise<Discovery> {
    const known = discoveries.get(issuer) ?? discoverServer(issuer, fetchDocument);
    discoveries.set(issuer, known);
    return known;
  }

  return limit.map(listCompared(tenants), async ({ issuer, provider, ...names }) => {
    const discovery = await discover(issuer);
    return discovery.kind === 'found'
      ? { ...names, issuer, differences: compareRecord(provider, discovery.metadata) }
      : { ...names, issuer, differences: [], unavailable: discovery.reason };
  });
}

interface Compared {
  readonly tenantId: string;
  readonly providerId: string;
  readonly issuer: string;
  readonly provider: ComparedProvider;
}

function listCompared(tenants: readonly Tenant[]): Compared[] {
  const compared = new Map<string, Compared>();
  for (const tenant of tenants) {
    for (const provider of tenant.providers) {
      const { issuer } = provider;
      if (issuer === undefined) continue;
      const key = JSON.stringify([provider.id, issuer, listComparedValues(provider)]);
      if (!compared.has(key))
        compared.set(key, { tenantId: tenant.id, providerId: provider.id, issuer, provider });
    }
  }
  return [...compared.values()];
}

/** All that the comparison looks at: records that differ in any of it are compared each. */
function listComparedValues(provider: ComparedProvider): unknown[] {
  const { authorizationEndpoint, tokenEndpoint, revocation, revocationEndpoint } = provider;
  const { tokenEndpointAuthMethod, clientCredentials, pkce, scopes } = provider;
  return [
    [authorizationEndpoint, tokenEndpoint, revocation, revocationEndpoint],
    [tokenEndpointAuthMethod, clientCredentials.map((one) => one.kind === 'key' && one.algorithm)],
    [pkce, scopes, provider.authorizationResponseIssParameterSupported],
  ];
}
