import type { Disk } from '../config/files/disk.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { isSuddenLoss } from '../observability/is-sudden-loss.ts';
import { type BuildFlags, chooseBuildSettings } from './choose-build-settings.ts';
import { compareBuilds } from './compare-builds.ts';
import { findOutputFault } from './find-output-fault.ts';
import { renderKustomization, renderObject, toConfigMap } from './manifest-files.ts';
import { type ManifestReport, refuseBuild } from './manifest-report.ts';
import { LOCK_NAME, type OutputLock, parseLock, readLockText, renderLock } from './output-lock.ts';
import { openPreviousBuild } from './previous-build.ts';
import { readOtherFiles } from './read-other-files.ts';
import { readTenantFolder } from './read-tenant-folder.ts';
import type { SecretStore } from './secret-store.ts';
import { settleTenants } from './settle-tenants.ts';
import { chooseShard } from './shard-index.ts';
import { findFullShard, hashShards, nameShardFile, planShards, type Shard } from './shards.ts';
import { readContent, type Sharding, type TenantContent } from './tenant-content.ts';
import { toExternalSecret } from './to-external-secret.ts';
import { countShards, nameManifest, writeOutput } from './write-output.ts';

export interface ManifestOptions extends BuildFlags {
  readonly source: string;
  readonly output: string;
  /** Provider files that the pods have from elsewhere. */
  readonly others: readonly string[];
  readonly keepsGoing: boolean;
  readonly allowsLoss: boolean;
  /** Whether tenants that move to another shard stay in their old one until the next build. */
  readonly overlaps: boolean;
  readonly environment: Environment;
  readonly disk: Disk;
  readonly now: Date;
  readonly onProgress: (text: string) => void;
}

/** Turns a folder of tenants into manifests. Nothing is written when there is a fault, unless `keepsGoing` says otherwise. */
export function buildManifests(options: ManifestOptions): ManifestReport {
  try {
    return build(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return refuseBuild(error.faults, error.warnings);
  }
}

function build(options: ManifestOptions): ManifestReport {
  const { source, output, disk, onProgress } = options;
  const misplaced = findOutputFault(source, output, disk);
  if (misplaced) throw new ConfigError([misplaced]);
  const lockText = readLockText(output, disk);
  const before = lockText === undefined ? undefined : parseLock(lockText);
  const folder = readTenantFolder(source, disk);
  onProgress(`${folder.files.size} tenant files read`);
  const {
    name,
    shards: count,
    secretsFolder,
    secretStore,
  } = chooseBuildSettings(options, before, {
    tenants: folder.files.size,
    shards: countShards(output),
  });
  const sharding: Sharding = { count, secretsFolder };
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
  const manifests = listManifests(name, shards, secretStore);
  const late = [
    ...manifests.flatMap(({ object, shard }) => findFullShard(object, shard, count) ?? []),
    ...(options.allowsLoss ? [] : findLoss(before, differences.removed.length)),
  ];
  if (late.length > 0) return refuseBuild([...settled.faults, ...late], settled.warnings);

  const files = manifests.map(({ fileName, object }) => renderObject(fileName, object));
  const digests = new Map(tenants.map(({ id, digest }) => [id, digest]));
  const lock = renderLock({ name, shards: count, secretsFolder, secretStore, tenants: digests });
  const written = writeOutput(output, {
    files: [...files, renderKustomization(files), { name: LOCK_NAME, text: lock }],
    checkUnchanged: () => checkLock(output, lockText, disk),
    now: options.now,
  });
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

/** Two builds at once would mix their outputs. */
function checkLock(output: string, expected: string | undefined, disk: Disk): void {
  if (readLockText(output, disk) === expected) return;
  const message = 'was written by another build meanwhile: run this one again';
  throw new ConfigError([{ where: 'OUT', message, code: 'output_unwritable' }]);
}

function findLoss(before: OutputLock | undefined, lost: number): Fault[] {
  const count = before?.tenants.size ?? 0;
  if (!isSuddenLoss({ lost, before: count })) return [];
  const message = `${lost} of ${count} tenants would go: if that is meant, add --allow-loss`;
  return [{ where: 'SRC', message, code: 'tenants_lost' }];
}

interface Manifest {
  readonly shard: number;
  readonly fileName: string;
  readonly object: object;
}

function listManifests(name: string, shards: readonly Shard[], store: SecretStore | undefined): Manifest[] {
  return shards.flatMap((shard) => {
    const { index } = shard;
    const external = store && toExternalSecret(name, shard, store);
    const configMap = { fileName: nameManifest('configmap', index), object: toConfigMap(name, shard) };
    return [
      { shard: index, ...configMap },
      ...(external
        ? [{ shard: index, fileName: nameManifest('external-secret', index), object: external }]
        : []),
    ];
  });
}

function countSecrets(tenants: readonly TenantContent[]): number {
  return tenants.reduce((sum, { secrets }) => sum + secrets.length, 0);
}
