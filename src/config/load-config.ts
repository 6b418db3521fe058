import { findAddressConflicts } from '../tenants/address-conflicts.ts';
import { createTenant, type TenantSettings } from '../tenants/tenant.ts';
import { createDirectory } from '../tenants/tenant-directory.ts';
import { createCredentialsReader } from './build/credentials-reader.ts';
import { createTenantBuilder } from './build/tenant-builder.ts';
import type { Config, ConfigPlan } from './config.ts';
import { DISK, type Disk } from './files/disk.ts';
import { parseSourceFiles } from './files/parse-source-files.ts';
import { readSourceFiles } from './files/read-source-files.ts';
import { mergeFiles } from './records/merge-files.ts';
import { extendRecords, type Records } from './records/records.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList, type FaultList } from './report/fault-list.ts';
import { createLocator } from './report/locator.ts';
import { validateFiles } from './schema/validate-files.ts';
import type { Environment } from './settings/environment.ts';
import { findPublicUrlFault } from './settings/find-public-url-fault.ts';
import { type ProcessSettings, readProcessSettings } from './settings/process-settings.ts';

export interface ValidationOptions {
  readonly disk?: Disk;
  /** Says which client secrets have expired. */
  readonly now?: Date;
}

/**
 * Reads the environment and the provider file into one frozen value.
 * @throws ConfigError with every fault
 */
export function loadConfig(environment: Environment, options: ValidationOptions = {}): Config {
  return buildConfig(validateConfig(environment, options));
}

/**
 * All stages, from the environment to tenants that can be used. Depends on the arguments alone.
 * @throws ConfigError with every fault
 */
export function validateConfig(environment: Environment, options: ValidationOptions = {}): ConfigPlan {
  const { disk = DISK, now = new Date() } = options;
  const faults = createFaultList();
  const settings = readProcessSettings(environment, faults, disk);
  const records = loadRecords(settings.configPath, disk, faults);

  const tenants = createTenantBuilder({
    records,
    readCredentials: createCredentialsReader(environment, disk, now, faults),
    settings,
    disk,
    faults,
  });
  const isSingleTenant = records.tenants.size === 0;
  const built = isSingleTenant
    ? [tenants.buildSingle()]
    : [...records.tenants].map(([id, record]) => tenants.buildConfigured(id, record));
  const complete = built.filter((tenant) => tenant !== undefined);
  tenants.judgeUnused();
  if (isSingleTenant) judgeOwnPrefix(complete, faults);
  else judgeAddresses(complete, faults);
  warnOfSettings(environment, settings, isSingleTenant, faults);

  const locate = createLocator(records.files, records.definedIn);
  if (!faults.isEmpty) throw new ConfigError(faults.listFaults(locate));
  return { ...settings, isSingleTenant, tenants: complete, warnings: faults.listWarnings(locate) };
}

/** The stages up to the records. */
export function loadRecords(path: string | undefined, disk: Disk, faults: FaultList): Records {
  const files = readSourceFiles(path, disk, faults);
  const parsed = parseSourceFiles(files, faults);
  const valid = validateFiles(parsed, faults);
  const merged = mergeFiles(valid.files);
  return extendRecords(files, valid, merged, faults);
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
