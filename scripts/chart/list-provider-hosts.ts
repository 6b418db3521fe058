import type { ProviderRecord } from '../../src/providers/provider-record.ts';

/** The endpoints that the service itself calls; browsers call the others. */
const CALLED = ['tokenEndpoint', 'refreshEndpoint', 'revocationEndpoint'] as const;

/**
 * Lists the hosts that the service calls for each record, for policies that know names. A variable in a host is `*`, since
 * any tenant may set it.
 */
export function listProviderHosts(
  records: Readonly<Record<string, ProviderRecord>>,
): Record<string, string[]> {
  return Object.fromEntries(Object.entries(records).map(([id, record]) => [id, listHosts(record)]));
}

function listHosts(record: ProviderRecord): string[] {
  const hosts = CALLED.flatMap((name) => {
    const endpoint = record[name];
    return endpoint === undefined ? [] : [new URL(endpoint.replaceAll(/\{\w+\}/g, 'variable')).hostname];
  });
  return [...new Set(hosts)].map((host) => host.replaceAll('variable', '*')).sort();
}
