import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { DISK } from '../config/files/disk.ts';
import { loadConfig } from '../config/load-config.ts';
import { ConfigError } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { judgeInWorker } from './judge.ts';
import { type Reading, recordDisk } from './recorded-disk.ts';
import { NO_TENANTS, type TenantsInUse } from './tenant-assembler.ts';

/** The configuration that the service starts with, and what a reload has to know of it. */
export interface Loaded {
  readonly config: Config;
  /** How it was read. */
  readonly reading: Reading;
  readonly known: TenantsInUse;
}

/** Octets of the provider files from which on a thread of its own pays: some 1,500 tenants. */
const LARGE = 1024 * 1024;

/**
 * A large configuration is judged in a thread of its own from the start: a hundred megabytes of what judging leaves
 * behind go with the thread, and the first reload knows already which tenants stay as they are.
 * @throws ConfigError with every fault that was found
 */
export async function loadFirst(environment: Environment, large = LARGE): Promise<Loaded> {
  return measureFiles(environment.DOMI_CONFIG) < large ? loadHere(environment) : loadInWorker(environment);
}

function loadHere(environment: Environment): Loaded {
  const recorded = recordDisk(DISK);
  const config = loadConfig(environment, { disk: recorded.disk });
  return { config, reading: recorded.finish(), known: { ...NO_TENANTS, tenants: config.directory.tenants } };
}

async function loadInWorker(environment: Environment): Promise<Loaded> {
  const judgement = await judgeInWorker(
    { environment, knownDigest: '', knownTenants: NO_TENANTS.digests },
    new AbortController().signal,
  );
  try {
    const { verdict } = judgement;
    if (verdict.kind === 'faulty') throw new ConfigError(verdict.faults);
    if (verdict.kind === 'unchanged') throw new TypeError('there is nothing that it could be equal to');
    const { signature, digest, paths, folders } = verdict;
    const { config, known } = await judgement.take(verdict, NO_TENANTS);
    return { config, known, reading: { signature, digest, paths, folders } };
  } finally {
    await judgement.end();
  }
}

/** Octets, and 0 when they cannot be read: judging tells why. */
function measureFiles(path: string | undefined): number {
  if (!path) return 0;
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return stats.size;
    return readdirSync(path)
      .map((name) => statSync(join(path, name)).size)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}
