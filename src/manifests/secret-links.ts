import { formatShard } from './choose-shard.ts';

/** A secret that a tenant's file names: `{ secret: zoom }`. */
export interface NamedSecret {
  readonly tenantId: string;
  readonly name: string;
}

export interface SecretPlace {
  readonly tenantId: string;
  readonly shard: number;
  /** Where the pods have the bundles. */
  readonly folder: string;
}

/** The key of a Secret, and of a value in a secret store. */
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

const FIELDS = ['clientId', 'clientSecret', 'clientKey', 'clientCertificate'] as const;

type Json = Record<string, unknown>;

/**
 * Replaces each `{ secret: NAME }` in the record of a tenant by the place that the pods have for it: a pointer into the bundle
 * of its shard. What has another form stays, for the schema to refuse.
 */
export function linkSecrets(
  record: unknown,
  place: SecretPlace,
): { record: unknown; secrets: readonly NamedSecret[] } {
  const names = new Set<string>();

  function link(source: unknown): unknown {
    if (Array.isArray(source)) return source.map(link);
    if (!isObject(source) || typeof source['secret'] !== 'string' || !NAME.test(source['secret']))
      return source;
    const { secret, ...others } = source;
    names.add(secret as string);
    return { file: toBundlePath(place), pointer: `/${place.tenantId}/${secret}`, ...others };
  }

  function linkProvider(provider: unknown): unknown {
    if (!isObject(provider)) return provider;
    const linked: Json = { ...provider };
    for (const field of FIELDS) if (field in linked) linked[field] = link(linked[field]);
    const webhook = linked['webhook'];
    if (isObject(webhook) && 'secret' in webhook)
      linked['webhook'] = { ...webhook, secret: link(webhook['secret']) };
    return linked;
  }

  const providers = isObject(record) ? record['providers'] : undefined;
  if (!isObject(record) || !isObject(providers)) return { record, secrets: [] };
  const linked = Object.entries(providers).map(([id, provider]) => [id, linkProvider(provider)]);
  return {
    record: { ...record, providers: Object.fromEntries(linked) },
    secrets: [...names].sort().map((name) => ({ tenantId: place.tenantId, name })),
  };
}

/** @returns the name of the bundle of a shard in its folder */
export function toBundleName(shard: number): string {
  return `${formatShard(shard)}.json`;
}

function toBundlePath({ folder, shard }: SecretPlace): string {
  return `${folder.replace(/\/+$/, '')}/${toBundleName(shard)}`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
