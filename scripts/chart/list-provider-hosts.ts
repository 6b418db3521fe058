import type { ProviderRecord } from '../../src/providers/provider-record.ts';

/** The endpoints that the service itself calls; browsers call the others. */
const CALLED = ['tokenEndpoint', 'refreshEndpoint', 'revocationEndpoint'] as const;

/** What the service calls for a record: hosts, and what their variables are if nobody sets them. */
export interface ProviderHosts {
  /** `accounts.zoho.{dc}` */
  readonly hosts: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** Lists the hosts that the service calls for each record, for policies that know names. */
export function listProviderHosts(
  records: Readonly<Record<string, ProviderRecord>>,
): Record<string, ProviderHosts> {
  return Object.fromEntries(Object.entries(records).map(([id, record]) => [id, toHosts(record)]));
}

function toHosts(record: ProviderRecord): ProviderHosts {
  const found = CALLED.flatMap((name) => {
    const [, host] = /^https?:\/\/([^/?#:]+)/.exec(record[name] ?? '') ?? [];
    return host === undefined ? [] : [host];
  });
  const hosts = [...new Set(found)].sort();
  const variables = Object.entries(record.variables ?? {}).filter(([name]) =>
    hosts.some((host) => host.includes(`{${name}}`)),
  );
  return { hosts, ...(variables.length > 0 && { variables: Object.fromEntries(variables) }) };
}
