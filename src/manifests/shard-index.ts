import { createHash } from 'node:crypto';

/** The most shards: each is a source of one volume, and one object that the kubelet watches. */
export const MAX_SHARDS = 256;

/** Few objects for few tenants; with a kilobyte for each tenant there is room for three times as many. */
const TENANTS_OF_SHARD = 100;
const MIN_CHOSEN = 4;
const MAX_CHOSEN = 128;

/** Chooses the shard of a tenant by its id alone, so that no tenant moves when others come and go. */
export function chooseShard(tenantId: string, count: number): number {
  return createHash('sha256').update(tenantId).digest().readUInt32BE(0) % count;
}

/** Chooses how many shards a first build makes: a power of two. */
export function chooseShardCount(tenants: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, tenants / TENANTS_OF_SHARD)));
  return Math.min(MAX_CHOSEN, Math.max(MIN_CHOSEN, wanted));
}

/** @returns the name of a shard in names of objects and files: `007` */
export function formatShard(index: number): string {
  return String(index).padStart(3, '0');
}
