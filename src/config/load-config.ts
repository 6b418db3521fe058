import { findAddressConflicts } from '../tenants/address-conflicts.ts';
import { createTenant, type TenantSettings } from '../tenants/tenant.ts';
import { createDirectory, type TenantDirectory } from '../tenants/tenant-directory.ts';
import { createTenantBuilder } from './build-tenants.ts';
import { createCredentialsReader } from './credentials.ts';
import { DISK, type Disk } from './disk.ts';
import { ConfigError, createFaultList, type FaultList } from './faults.ts';
import { createLocator } from './positions.ts';
import { type ProcessSettings, readProcessSettings } from './process-settings.ts';
import { findPublicUrlFault } from './public-url.ts';
import { readRecords } from './read-records.ts';
import type { Environment } from './variables.ts';

export { SINGLE_TENANT_ID } from './build-tenants.ts';

/** A judged configuration as plain data: it survives a structured clone, so a worker thread can make it. */
export interface ConfigPlan extends ProcessSettings {
  /** Whether there is no `tenants` section. */
  readonly isSingleTenant: boolean;
  /** Tenants that add nothing to a record share one provider object; a structured clone keeps that. */
  readonly tenants: readonly TenantSettings[];
  /** What works but is likely not meant: shown once at start. */
  readonly warnings: readonly string[];
}

export interface Config extends ProcessSettings {
  readonly directory: TenantDirectory;
  /** What works but is likely not meant: shown once at start. */
  readonly warnings: readonly string[];
}

export interface JudgeOptions {
  readonly disk?: Disk;
  /** Tells which client secrets have expired. */
  readonly now?: Date;
}

/**
 * Reads the environment and the provider file into one frozen value.
 * @throws ConfigError with every fault that was found
 */
export function loadConfig(environment: Environment, options: JudgeOptions = {}): Config {
  return buildConfig(judgeConfig(environment, options));
}

/**
 * The stages of judging: process settings, find files, parse, schema, merge, extend, build, rules across tenants.
 * Depends on the arguments alone.
 * @throws ConfigError with every fault that was found
 */
export function judgeConfig(environment: Environment, options: JudgeOptions = {}): ConfigPlan {
  const { disk = DISK, now = new Date() } = options;
  const faults = createFaultList();
  const settings = readProcessSettings(environment, faults, disk);
  const records = readRecords(settings.configPath, disk, faults);
  const { merged, sources } = records;

  const tenants = createTenantBuilder({
    records,
    readCredentials: createCredentialsReader(environment, disk, now, faults),
    settings,
    disk,
    faults,
  });
  const isSingleTenant = merged.tenants.size === 0;
  const built = isSingleTenant
    ? [tenants.buildSingle()]
    : [...merged.tenants].map(([id, record]) => tenants.buildConfigured(id, record));
  const complete = built.filter((tenant) => tenant !== undefined);
  tenants.judgeUnused();
  if (isSingleTenant) judgeOwnPrefix(complete, faults);
  else judgeAddresses(complete, faults);
  warnOfSettings(environment, settings, isSingleTenant, faults);

  const locate = createLocator(sources, merged.definedIn);
  if (!faults.isEmpty) throw new ConfigError(faults.listFaults(locate));
  return { ...settings, isSingleTenant, tenants: complete, warnings: faults.listWarnings(locate) };
}

/** Puts the look-up tables of requests on top of the plain data. */
export function buildConfig({ isSingleTenant, tenants, ...settings }: ConfigPlan): Config {
  const directory = createDirectory(tenants.map(createTenant), isSingleTenant);
  return Object.freeze({ ...settings, directory, warnings: Object.freeze(settings.warnings) });
}

function judgeAddresses(tenants: readonly TenantSettings[], faults: FaultList): void {
  for (const { tenantId, message } of findAddressConflicts(tenants.map(createTenant))) {
    const paths = [['tenants', tenantId, 'publicUrl']];
    faults.add({ paths }, `tenants.${tenantId}.publicUrl ${message}`);
  }
}

/** A single tenant is also found without its prefix, so one that reads as a path of its own would hide that path. */
function judgeOwnPrefix(tenants: readonly TenantSettings[], faults: FaultList): void {
  for (const settings of tenants) {
    if (findPublicUrlFault(settings.publicUrl)) continue;
    const root = createTenant({ ...settings, id: 'root', publicUrl: new URL(settings.publicUrl).origin });
    const [conflict] = findAddressConflicts([root, createTenant(settings)]);
    if (conflict && root.publicUrl !== createTenant(settings).publicUrl)
      faults.add(
        'OAUTH_HOSTNAME',
        'ends in a path that is one of this service itself: choose another prefix',
      );
  }
}

function warnOfSettings(
  environment: Environment,
  settings: ProcessSettings,
  isSingleTenant: boolean,
  faults: FaultList,
): void {
  if (!settings.areSealKeysShared) {
    faults.warn(
      '',
      'DOMI_SEAL_KEYS is not set: a random key is used, which is right for one replica only and ends running sign-ins on restart',
    );
  }
  if (settings.storeUrl !== undefined && !settings.areSealKeysShared) {
    faults.warn(
      '',
      'DOMI_STORE_URL is set, but DOMI_SEAL_KEYS is not: replicas with different keys cannot share anything in it',
    );
  }
  if (!environment.OAUTH_HOSTNAME && isSingleTenant && settings.webPort !== 8878) {
    faults.warn(
      '',
      `OAUTH_HOSTNAME is not set: redirect URIs lead to ${settings.publicUrl}, but the service listens on another port`,
    );
  }
}
