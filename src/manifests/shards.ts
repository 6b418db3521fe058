import { createContentHash } from '../config/files/read-source-files.ts';
import type { Fault } from '../config/report/config-error.ts';
import type { OtherFile } from './read-other-files.ts';
import type { NamedSecret } from './secret-links.ts';
import { chooseShard, formatShard } from './shard-index.ts';
import type { TenantContent } from './tenant-content.ts';

/** The provider file of one shard, which is there even when it is empty: what is not applied any more would stay in the cluster. */
export interface Shard {
  readonly index: number;
  /** Name of the file in the pods. */
  readonly fileName: string;
  readonly text: string;
  readonly secrets: readonly NamedSecret[];
}

/**
 * Puts the tenants into their shards: one on each line, in the order of their ids.
 * @param countBefore undefined: a tenant is in one shard; otherwise also in the one that it had among so many, so that pods which
 *   have read a part of the change only miss nobody
 */
export function planShards(
  name: string,
  count: number,
  tenants: readonly TenantContent[],
  countBefore: number | undefined,
): Shard[] {
  const placed = tenants.flatMap((tenant) => {
    const shardBefore = countBefore === undefined ? tenant.shard : chooseShard(tenant.id, countBefore);
    return [...new Set([tenant.shard, shardBefore])].map((index) => ({ index, tenant }));
  });
  const groups = Map.groupBy(placed, ({ index }) => index);
  return Array.from({ length: count }, (_, index) => {
    const own = (groups.get(index) ?? []).map(({ tenant }) => tenant);
    own.sort((a, b) => (a.id < b.id ? -1 : 1));
    const lines = own.map(({ id, json }) => `  ${JSON.stringify(id)}: ${json}\n`);
    return {
      index,
      fileName: nameShardFile(name, index),
      text: lines.length === 0 ? 'tenants: {}\n' : `tenants:\n${lines.join('')}`,
      secrets: own.flatMap(({ secrets }) => secrets),
    };
  });
}

/** Behind the files of the chart, which begin with 10 and 20. */
export function nameShardFile(name: string, index: number): string {
  return `30-${name}-${formatShard(index)}.yaml`;
}

/** @returns what `domi_config_info` of a pod shows that has these files and no others */
export function hashShards(shards: readonly Shard[], others: readonly OtherFile[]): string {
  const files = [
    ...shards.map(({ fileName, text }) => ({ name: fileName, content: text })),
    ...others.map(({ name, bytes }) => ({ name, content: bytes })),
  ];
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const hash = createContentHash();
  for (const { content } of files) hash.add(content);
  return hash.digest();
}

/**
 * Bytes. All annotations of an object are 262,144 at most, and client-side apply keeps the whole object in one. The other
 * limits are far away: 1 MiB for a ConfigMap or Secret, 1.5 MiB for a request to etcd.
 */
const MAX_MANIFEST = 250_000;

/** @param count of all shards */
export function findFullShard(manifest: object, index: number, count: number): Fault | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(manifest));
  if (bytes <= MAX_MANIFEST) return undefined;
  const message = `would have ${bytes} bytes, and ${MAX_MANIFEST} are the most: make more shards (--shards ${count * 2}), as docs/tenants.md says`;
  return { where: `shard ${formatShard(index)}`, message, code: 'shard_full' };
}
