import { labelObject } from './manifest-files.ts';
import { type NamedSecret, toBundleName } from './secret-links.ts';
import type { SecretStore } from './secret-store.ts';
import { formatShard } from './shard-index.ts';
import type { Shard } from './shards.ts';

/**
 * @returns an ExternalSecret that makes the Secret of a shard: one JSON document with the secrets of each tenant; undefined for a
 *   shard without secrets
 */
export function toExternalSecret(
  name: string,
  { index, secrets }: Shard,
  { kind, name: store, remoteKey }: SecretStore,
): object | undefined {
  if (secrets.length === 0) return undefined;
  const secretName = `${name}-secrets-${formatShard(index)}`;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: secretName, labels: labelObject(name) },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind, name: store },
      target: {
        name: secretName,
        template: { engineVersion: 'v2', data: { [toBundleName(index)]: renderTemplate(secrets) } },
      },
      data: secrets.map((secret) => ({
        secretKey: toKey(secret),
        remoteRef: { key: remoteKey.replaceAll('{tenant}', secret.tenantId), property: secret.name },
      })),
    },
  };
}

const toKey = ({ tenantId, name }: NamedSecret): string => `${tenantId}.${name}`;

/** A template of Go that makes JSON; one tenant on each line. */
function renderTemplate(secrets: readonly NamedSecret[]): string {
  const tenants = [...Map.groupBy(secrets, ({ tenantId }) => tenantId)].map(([id, own]) => {
    const members = own.map((secret) => `"${secret.name}": {{ index . "${toKey(secret)}" | toJson }}`);
    return `  "${id}": { ${members.join(', ')} }`;
  });
  return `{\n${tenants.join(',\n')}\n}\n`;
}
