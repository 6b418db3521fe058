import { createDirectory } from '../tenants/tenant-directory.ts';
import { SYSTEM_CLOCK } from '../time/clock.ts';
import { buildTenants } from './build/build-tenants.ts';
import { createProviderOverview } from './build/provider-overview.ts';
import { toOverviewTenant, toTenant } from './build/tenant-plan.ts';
import { validateAddresses } from './build/validate-addresses.ts';
import type { Config, ConfigPlan } from './config.ts';
import { DISK, type Disk } from './files/disk.ts';
import { parseSourceFiles } from './files/parse-source-files.ts';
import { readSourceFiles } from './files/read-source-files.ts';
import { isVariableNamed } from './records/is-variable-named.ts';
import { mergeFiles } from './records/merge-files.ts';
import { extendRecords, type Records } from './records/records.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList, type FaultList } from './report/fault-list.ts';
import { createLocator } from './report/locator.ts';
import { validateFiles } from './schema/validate-files.ts';
import type { Environment } from './settings/environment.ts';
import { readProcessSettings } from './settings/process-settings.ts';
import { warnOfSettings } from './settings/warn-of-settings.ts';

export interface ValidationOptions {
  readonly disk?: Disk;
  /** Determines which client secrets have expired. */
  readonly now?: Date;
}

/**
 * Reads the environment and the provider file into one frozen value.
 * @throws ConfigError with every fault
 */
export function loadConfig(environment: Environment, options: ValidationOptions = {}): Config {
  return toConfig(validateConfig(environment, options));
}

/**
 * Runs all stages, from the environment to the tenants. Depends on its arguments alone.
 * @throws ConfigError with every fault
 */
export function validateConfig(environment: Environment, options: ValidationOptions = {}): ConfigPlan {
  const { disk = DISK, now = SYSTEM_CLOCK.now() } = options;
  const faults = createFaultList();
  const settings = readProcessSettings(environment, faults, disk);
  const records = loadRecords(settings.configPath, disk, faults);
  const isSingleTenant = records.tenants.size === 0;
  const tenants = buildTenants({ environment, settings, records, disk, now, faults });
  validateAddresses(tenants, isSingleTenant, faults);
  const use = {
    isSingleTenant,
    hasProviders: tenants.some(({ providers }) => providers.length > 0),
    isReadByFiles: (name: string) => isVariableNamed(records, name),
    now,
  };
  warnOfSettings(environment, settings, use, faults);

  const locate = createLocator(records.files, records.definedIn);
  const warnings = faults.listWarnings(locate);
  if (!faults.isEmpty) throw new ConfigError(faults.listFaults(locate), warnings);
  const overview = createProviderOverview(tenants.map(toOverviewTenant));
  return { ...settings, isSingleTenant, tenants, overview, warnings };
}

/** Runs the stages of the provider files, up to their records. */
export function loadRecords(path: string | undefined, disk: Disk, faults: FaultList): Records {
  const files = readSourceFiles(path, disk, faults);
  const parsed = parseSourceFiles(files, faults);
  const valid = validateFiles(parsed, faults);
  const merged = mergeFiles(valid.files);
  return extendRecords(files, valid, merged, faults);
}

/** Adds the lookup tables for requests to the plain data. */
export function toConfig({ isSingleTenant, tenants, ...settings }: ConfigPlan): Config {
  const directory = createDirectory(tenants.map(toTenant), isSingleTenant);
  return Object.freeze({ ...settings, directory, warnings: Object.freeze(settings.warnings) });
}
