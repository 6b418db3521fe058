import { mapSources } from './map-sources.ts';
import { formatShard } from './shard-index.ts';

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

/** A place in the pods, as YAML and the chart have it. */
export function isSecretsFolder(value: unknown): value is string {
  return typeof value === 'string' && /^\/[a-zA-Z0-9._/-]+$/.test(value);
}

/** The key of a value in a secret store. */
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

/** The place of a secret in the pods, as `linkSecrets` writes it. */
const BUNDLE = /\/\d{3}\.json$/;

/**
 * Replaces each `{ secret: NAME }` in the record of a tenant by the place that the pods have for it: a pointer into the bundle
 * of its shard. What has another form stays, for the schema to refuse.
 */
export function linkSecrets(
  record: unknown,
  { tenantId, shard, folder }: SecretPlace,
): { record: unknown; secrets: readonly NamedSecret[] } {
  const names = new Set<string>();
  const file = `${folder.replace(/\/+$/, '')}/${toBundleName(shard)}`;
  const linked = mapSources(record, (source) => {
    const { secret, ...others } = source;
    if (typeof secret !== 'string' || !NAME.test(secret)) return source;
    names.add(secret);
    return { file, pointer: `/${tenantId}/${secret}`, ...others };
  });
  return { record: linked, secrets: [...names].sort().map((name) => ({ tenantId, name })) };
}

/** Does the reverse to a record of an earlier build: its shard may be another one now. */
export function unlinkSecrets(record: unknown, tenantId: string): unknown {
  const start = `/${tenantId}/`;
  return mapSources(record, (source) => {
    const { file, pointer, ...others } = source;
    const isLink = typeof file === 'string' && typeof pointer === 'string' && BUNDLE.test(file);
    return isLink && pointer.startsWith(start) ? { secret: pointer.slice(start.length), ...others } : source;
  });
}

/** @returns the name of the bundle of a shard in its folder */
export function toBundleName(shard: number): string {
  return `${formatShard(shard)}.json`;
}
