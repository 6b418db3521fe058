import { DEFAULT_LANGUAGE } from '../pages/texts/languages.ts';
import { createDirectory } from '../tenants/tenant-directory.ts';
import { SYSTEM_CLOCK } from '../time/clock.ts';
import { buildTenants } from './build/build-tenants.ts';
import { createProviderOverview } from './build/provider-overview.ts';
import type { SecretsUse } from './build/secrets-use.ts';
import { separateTenants } from './build/separate-tenants.ts';
import { toOverviewTenant, toTenant } from './build/tenant-plan.ts';
import { validateAddresses } from './build/validate-addresses.ts';
import { type Calendar, createCalendar } from './calendar.ts';
import type { Config, ConfigPlan } from './config.ts';
import { DISK, type Disk } from './files/disk.ts';
import { hasContent, parseSourceFiles } from './files/parse-source-files.ts';
import { readSourceFiles, type SourceFiles } from './files/read-source-files.ts';
import { isVariableNamed } from './records/is-variable-named.ts';
import { mergeFiles } from './records/merge-files.ts';
import { extendRecords, type Records } from './records/records.ts';
import { listRejected } from './rejected-tenants.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList, type FaultList } from './report/fault-list.ts';
import { findRefusal } from './report/find-refusal.ts';
import { createLocator } from './report/locator.ts';
import type { SourceFile } from './report/place.ts';
import { validateFiles } from './schema/validate-files.ts';
import type { Environment } from './settings/environment.ts';
import { listWithoutSecrets } from './settings/list-without-secrets.ts';
import { readProcessSettings } from './settings/process-settings.ts';
import { readAppearanceSettings } from './settings/read-appearance-settings.ts';
import type { TenantFaultRule } from './settings/read-tenant-rules.ts';
import { stripEnvironment } from './settings/strip-environment.ts';
import { warnOfSettings } from './settings/warn-of-settings.ts';

export interface ValidationOptions {
  readonly disk?: Disk;
  /** Determines which client secrets and certificates have expired. */
  readonly now?: Date;
  /** In place of `now`, for whoever must know until when the result holds. */
  readonly calendar?: Calendar;
  /** In place of `DOMI_TENANT_FAULTS`. */
  readonly tenantFaults?: TenantFaultRule;
  /** `unread`: where there are no secrets, in a pipeline. Files of secrets, keys, certificates and logos are not opened. */
  readonly secrets?: SecretsUse;
  /** In place of the files that `DOMI_CONFIG` names. */
  readonly sources?: SourceFiles;
  /** Applied to the content of each file before its validation. */
  readonly rewrite?: (content: unknown, file: SourceFile) => unknown;
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
 * @throws ConfigError with every fault; not for those of some tenants, which are left out
 */
export function validateConfig(variables: Environment, options: ValidationOptions = {}): ConfigPlan {
  const { disk = DISK, now = SYSTEM_CLOCK.now(), calendar = createCalendar(now), secrets = 'read' } = options;
  const stripped = stripEnvironment(variables);
  const environment = secrets === 'read' ? stripped : listWithoutSecrets(stripped);
  const faults = createFaultList();
  const settings = readProcessSettings(environment, faults, secrets === 'read' ? disk : forSettings(disk));
  const appearance = readAppearanceSettings(environment, faults, disk);
  const sources = options.sources ?? readSourceFiles(settings.configPath, disk, faults);
  const records = parseRecords(sources, faults, options.rewrite);
  // Tenants that the schema has removed count: without the others, the service is not their single tenant.
  const isSingleTenant = records.tenants.size === 0 && faults.faultyTenants.size === 0;
  const input = { environment, settings, appearance, records, disk, calendar, secrets, faults };
  const planned = buildTenants(input, isSingleTenant);
  const reachable = validateAddresses(planned, isSingleTenant, faults);
  const use = {
    isSingleTenant,
    hasProviders: planned.some(({ providers }) => providers.length > 0),
    isReadByFiles: (name: string) => isVariableNamed(records, name),
    calendar,
  };
  warnOfSettings(environment, settings, use, faults);

  const locate = createLocator(records.files, records.definedIn, faults.listPlaces());
  const warnings = faults.listWarnings(locate);
  const { served, misconfigured } = separateTenants(planned, reachable, faults.faultyTenants);
  const rule = options.tenantFaults ?? settings.tenantFaults;
  const refusal = findRefusal({ faults, locate, rule, served: served.length });
  if (refusal !== undefined) throw new ConfigError(refusal, warnings);
  return {
    ...settings,
    isSingleTenant,
    hasContent: records.hasContent,
    hasRecords: records.providers.size > 0,
    tenants: served,
    misconfigured,
    overview: createProviderOverview(served.map(toOverviewTenant)),
    warnings,
    defaultLanguage: records.defaults.language ?? appearance.language ?? DEFAULT_LANGUAGE,
    hash: records.hash,
    rejected: listRejected(faults, locate),
  };
}

/** Folders and files of the pod are not where its settings are validated without secrets. */
function forSettings(disk: Disk): Disk {
  return { ...disk, isFolder: () => true, checkAppend: () => undefined };
}

/** Runs the stages of the provider files, up to their records. */
export function loadRecords(path: string | undefined, disk: Disk, faults: FaultList): Records {
  return parseRecords(readSourceFiles(path, disk, faults), faults);
}

function parseRecords(
  { files, hash }: SourceFiles,
  faults: FaultList,
  rewrite: ValidationOptions['rewrite'] = (content) => content,
): Records {
  const parsed = parseSourceFiles(files, faults).map(({ file, content }) => ({
    file,
    content: rewrite(content, file),
  }));
  const valid = validateFiles(parsed, faults);
  const merged = mergeFiles(valid.files, faults);
  return extendRecords({ files, hash, hasContent: parsed.some(hasContent) }, valid, merged, faults);
}

/** Adds the lookup tables for requests to the plain data. */
export function toConfig({ isSingleTenant, tenants, misconfigured, ...plan }: ConfigPlan): Config {
  const directory = createDirectory([...tenants, ...misconfigured].map(toTenant), isSingleTenant);
  const { hasContent: _, hasRecords: __, ...settings } = plan;
  return Object.freeze({ ...settings, directory, warnings: Object.freeze(settings.warnings) });
}
