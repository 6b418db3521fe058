import { relative, resolve } from 'node:path';
import type { Disk } from '../config/files/disk.ts';
import type { Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { isSuddenLoss } from '../observability/is-sudden-loss.ts';
import { compareBuilds } from './compare-builds.ts';
import { type SecretStore, toExternalSecret } from './external-secret.ts';
import { type OutputFile, renderKustomization, renderObject, toConfigMap } from './manifest-files.ts';
import { type ManifestReport, refuseBuild } from './manifest-report.ts';
import { readOtherFiles } from './other-files.ts';
import { LOCK_NAME, type OutputLock, readLock, renderLock } from './output-lock.ts';
import { openPreviousBuild } from './previous-build.ts';
import { readTenantFolder } from './read-tenant-folder.ts';
import { settleTenants } from './settle-tenants.ts';
import { chooseShard, chooseShardCount } from './shard-index.ts';
import { findFullShard, hashShards, nameShardFile, planShards, type Shard } from './shards.ts';
import { readContent, type Sharding, type TenantContent } from './tenant-content.ts';
import { nameManifest, writeOutput } from './write-output.ts';

export interface ManifestOptions {
  readonly source: string;
  readonly output: string;
  /** Of the objects; by default that of the build before. */
  readonly name: string | undefined;
  /** By default as many as the build before had. */
  readonly shards: number | undefined;
  /** Provider files that the pods have from elsewhere. */
  readonly others: readonly string[];
  readonly secretsFolder: string;
  readonly store: SecretStore | undefined;
  readonly keepsGoing: boolean;
  readonly allowsLoss: boolean;
  /** Whether tenants that move to another shard stay in their old one until the next build. */
  readonly overlaps: boolean;
  readonly environment: Environment;
  readonly disk: Disk;
  readonly now: Date;
  readonly onProgress: (text: string) => void;
}

const DEFAULT_NAME = 'domi-tenants';

/** Turns a folder of tenants into manifests. Nothing is written when there is a fault, unless `keepsGoing` says otherwise. */
export function buildManifests(options: ManifestOptions): ManifestReport {
  const { source, output, disk, onProgress } = options;
  const isInside = !relative(resolve(source), resolve(output)).startsWith('..');
  if (isInside) {
    const message = 'must not be in SRC: its files would be tenants of the next build';
    return refuseBuild([{ where: 'OUT', message, code: 'setting_invalid' }], []);
  }
  const before = readLock(output, disk);
  if (before === 'unreadable') {
    const message = 'cannot be read: restore it, or delete it to choose the shards anew';
    return refuseBuild([{ where: `OUT/${LOCK_NAME}`, message, code: 'file_unreadable' }], []);
  }
  const folder = readTenantFolder(source, disk);
  onProgress(`${folder.files.size} tenant files read`);
  const name = options.name ?? before?.name ?? DEFAULT_NAME;
  const count = options.shards ?? before?.shards ?? chooseShardCount(folder.files.size);
  const sharding: Sharding = { count, secretsFolder: options.secretsFolder };
  const { files: others, faults: faultsOfOthers } = readOtherFiles(options.others, disk);

  const contents = new Map(
    [...folder.files].map(([id, file]) => [file, readContent(id, file, sharding)] as const),
  );
  const settled = settleTenants({
    files: folder.files,
    faults: [...faultsOfOthers, ...folder.faults],
    others,
    nameShard: (index) => nameShardFile(name, index),
    sharding,
    isUnchanged: (id) => {
      const file = folder.files.get(id);
      const digest = file && contents.get(file)?.digest;
      return digest !== undefined && digest === before?.tenants.get(id);
    },
    isKnown: (id) => before?.tenants.has(id) ?? false,
    environment: options.environment,
    now: options.now,
    keepsGoing: options.keepsGoing,
    findPrevious: openPreviousBuild(output, before, disk).find,
  });
  if (settled.files === undefined) return refuseBuild(settled.faults, settled.warnings);
  onProgress(`${settled.files.size} tenants validated`);

  const kept = new Set(settled.kept);
  const tenants = [...settled.files].flatMap(([id, file]) => {
    const content = contents.get(file) ?? readContent(id, file, sharding);
    if (content === undefined) return [];
    return kept.has(id) ? { ...content, digest: before?.tenants.get(id) ?? content.digest } : content;
  });
  const shards = planShards(name, count, tenants, options.overlaps ? before?.shards : undefined);
  const differences = compareBuilds(
    before,
    tenants,
    (id) => before !== undefined && chooseShard(id, before.shards) !== chooseShard(id, count),
  );
  const late = [
    ...findFullShards(name, shards, options.store),
    ...(options.allowsLoss ? [] : findLoss(before, differences.removed.length)),
  ];
  if (late.length > 0) return refuseBuild([...settled.faults, ...late], settled.warnings);

  const files = renderOutput(name, shards, options.store);
  const lock = { name, shards: count, tenants: new Map(tenants.map(({ id, digest }) => [id, digest])) };
  const written = writeOutput(output, [
    ...files,
    renderKustomization(files),
    { name: LOCK_NAME, text: renderLock(lock) },
  ]);
  return {
    ...settled,
    ...differences,
    ...written,
    isWritten: true,
    tenants: tenants.length,
    shards: count,
    secrets: countSecrets(tenants),
    hash: hashShards(shards, others),
    output,
  };
}

function findFullShards(name: string, shards: readonly Shard[], store: SecretStore | undefined): Fault[] {
  return shards.flatMap((shard) => {
    const objects = [toConfigMap(name, shard), store && toExternalSecret(name, shard, store)];
    return objects.flatMap((object) => (object && findFullShard(object, shard.index, shards.length)) ?? []);
  });
}

function findLoss(before: OutputLock | undefined, lost: number): Fault[] {
  const count = before?.tenants.size ?? 0;
  if (!isSuddenLoss({ lost, before: count })) return [];
  const message = `${lost} of ${count} tenants would go: if that is meant, add --allow-loss`;
  return [{ where: 'SRC', message, code: 'tenants_lost' }];
}

function renderOutput(name: string, shards: readonly Shard[], store: SecretStore | undefined): OutputFile[] {
  return shards.flatMap((shard) => {
    const external = store && toExternalSecret(name, shard, store);
    return [
      renderObject(nameManifest('configmap', shard.index), toConfigMap(name, shard)),
      ...(external ? [renderObject(nameManifest('external-secret', shard.index), external)] : []),
    ];
  });
}

function countSecrets(tenants: readonly TenantContent[]): number {
  return tenants.reduce((sum, { secrets }) => sum + secrets.length, 0);
}
