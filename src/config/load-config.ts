import { readFileSync } from 'node:fs';
import { overrideLimits } from '../limits/limits.ts';
import type { Provider } from '../oauth/provider.ts';
import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import type { ProviderRecord } from '../providers/provider-record.ts';
import { findAddressConflicts, RESERVED_SEGMENTS } from '../tenants/address-conflicts.ts';
import { createTenant, type Tenant } from '../tenants/tenant.ts';
import {
  createSingleTenantDirectory,
  createTenantDirectory,
  type TenantDirectory,
} from '../tenants/tenant-directory.ts';
import { readAppearance } from './appearance.ts';
import { buildProvider } from './build-provider.ts';
import { hasAnyCredential, readCredentials } from './credentials.ts';
import { ConfigError, createFaultList, type FaultList } from './faults.ts';
import { type ProcessSettings, readProcessSettings } from './process-settings.ts';
import { type FilePath, mergeRecords, type ProviderFiles, readProviderFiles } from './provider-file.ts';
import { findPublicUrlFault } from './public-url.ts';
import type { Environment } from './variables.ts';

export interface Config extends ProcessSettings {
  readonly directory: TenantDirectory;
  /** What works but is likely not meant: shown once at start. */
  readonly warnings: readonly string[];
}

/** The records of DOMI 1.x, which warned about each that was not enabled. */
const ORIGINAL_IDS = new Set(['zoom', 'teams', 'webex', 'gotomeeting']);

/** Id of the tenant that a service without a `tenants` section is. */
export const SINGLE_TENANT_ID = 'default';

/**
 * Reads the environment and the provider file into one frozen value.
 * @throws ConfigError with every fault that was found
 */
export function loadConfig(environment: Environment): Config {
  const faults = createFaultList();
  const warnings: string[] = [];
  const settings = readProcessSettings(environment, faults);
  const files = readProviderFiles(settings.configPath, faults);
  const reader: RecordReader = { environment, settings, files, faults, warnings };

  const isSingle = files.tenants.size === 0;
  const tenants = isSingle
    ? [buildSingleTenant(reader)]
    : [...files.tenants.keys()].map((id) => buildConfiguredTenant(id, reader));
  const complete = tenants.filter((tenant) => tenant !== undefined);
  for (const { tenantId, message } of findAddressConflicts(complete)) {
    faults.add(files.locate(['tenants', tenantId, 'publicUrl']), `tenants.${tenantId}.publicUrl ${message}`);
  }
  if (faults.faults.length > 0) throw new ConfigError(faults.faults);

  if (!settings.areSealKeysShared) {
    warnings.push(
      'DOMI_SEAL_KEYS is not set: a random key is used, which is right for one replica only and ends running sign-ins on restart',
    );
  }
  if (settings.storeUrl !== undefined && !settings.areSealKeysShared) {
    warnings.push(
      'DOMI_STORE_URL is set, but DOMI_SEAL_KEYS is not: replicas with different keys cannot share anything in it',
    );
  }
  if (!environment.OAUTH_HOSTNAME && isSingle && settings.webPort !== 8878) {
    warnings.push(
      `OAUTH_HOSTNAME is not set: redirect URIs lead to ${settings.publicUrl}, but the service listens on another port`,
    );
  }
  const [first] = complete;
  const directory = isSingle && first ? createSingleTenantDirectory(first) : createTenantDirectory(complete);
  return Object.freeze({ ...settings, directory, warnings: Object.freeze(warnings) });
}

interface RecordReader {
  readonly environment: Environment;
  readonly settings: ProcessSettings;
  readonly files: ProviderFiles;
  readonly faults: FaultList;
  readonly warnings: string[];
}

function buildSingleTenant(reader: RecordReader): Tenant | undefined {
  const { files, settings } = reader;
  const ids = new Set([...Object.keys(BUILT_IN_RECORDS), ...files.providers.keys()]);
  const providers = [...ids].map((id) => buildFrom(id, ['providers', id], undefined, reader));
  if (findPublicUrlFault(settings.publicUrl)) return undefined;
  return createTenant({
    id: SINGLE_TENANT_ID,
    publicUrl: settings.publicUrl,
    limits: settings.limits,
    providers: keepDistinct(providers, ['providers'], reader),
  });
}

function buildConfiguredTenant(id: string, reader: RecordReader): Tenant | undefined {
  const record = reader.files.tenants.get(id);
  if (record === undefined) return undefined;
  const at = ['tenants', id];
  const fault = findPublicUrlFault(record.publicUrl);
  if (fault) reader.faults.add(reader.files.locate([...at, 'publicUrl']), `tenants.${id}.publicUrl ${fault}`);
  const providers = [...record.providers].map(([providerId, own]) =>
    buildFrom(providerId, [...at, 'providers', providerId], own, reader),
  );
  if (fault) return undefined;
  return createTenant({
    id,
    displayName: record.displayName,
    language: record.language,
    ...readAppearance(record, {
      read: readFileSync,
      fault: (field, message) =>
        reader.faults.add(reader.files.locate([...at, field]), `tenants.${id}.${field} ${message}`),
    }),
    publicUrl: record.publicUrl,
    limits: overrideLimits(reader.settings.limits, record.limits),
    providers: keepDistinct(providers, [...at, 'providers'], reader),
  });
}

/** @param own what the tenant adds to the root record */
function buildFrom(
  id: string,
  at: FilePath,
  own: ProviderRecord | undefined,
  reader: RecordReader,
): Provider | undefined {
  const { files, faults, environment, settings, warnings } = reader;
  const root = resolveRecord(id, [], reader);
  if (root === undefined && own === undefined) return undefined;
  const record = own === undefined ? root : mergeRecords(root, own);
  if (record === undefined || record.enabled === false) return undefined;
  const where = (field: string): string => {
    const ownField = own !== undefined && Object.hasOwn(own, field);
    return files.locate(ownField ? [...at, field] : ['providers', id, field]);
  };
  const credentials = readCredentials(record, environment, where, faults);
  if (credentials === undefined) {
    // A built-in record that nobody asked for is no news; one of DOMI 1.x or a half-done one is.
    const isMeant = own !== undefined || files.providers.has(id) || ORIGINAL_IDS.has(id);
    if (isMeant || hasAnyCredential(record, environment)) {
      warnings.push(`${at.join('.')} is not enabled: it has no client id or no client secret`);
    }
    return undefined;
  }
  return buildProvider(id, record, credentials, {
    allowInsecure: settings.allowInsecureProviders,
    fault: (field, message) => faults.add(where(field), message),
  });
}

/** The built-in record, the one of the file, and below both the record that it extends. */
function resolveRecord(
  id: string,
  seen: readonly string[],
  reader: RecordReader,
): ProviderRecord | undefined {
  const own = reader.files.providers.get(id);
  const builtIn = Object.hasOwn(BUILT_IN_RECORDS, id) ? BUILT_IN_RECORDS[id] : undefined;
  const record = own === undefined ? builtIn : mergeRecords(builtIn, own);
  if (record?.extends === undefined) return record;
  const where = reader.files.locate(['providers', id, 'extends']);
  if ([...seen, id].includes(record.extends)) {
    reader.faults.add(where, `${id}.extends leads back to itself`);
    return record;
  }
  const base = resolveRecord(record.extends, [...seen, id], reader);
  if (base === undefined) reader.faults.add(where, `${id}.extends names no known record`);
  return mergeRecords(base, record);
}

/**
 * Two providers behind one path would make one of them unreachable; which one, nobody could tell.
 * @param at where the records stand
 */
function keepDistinct(
  providers: readonly (Provider | undefined)[],
  at: FilePath,
  { files, faults }: RecordReader,
): Provider[] {
  const taken = new Map<string, string>();
  const sound = providers.filter((provider) => provider !== undefined);
  for (const { id, path, callback } of sound) {
    for (const segment of [path, `${path}Refresh`, `${path}Revoke`, callback]) {
      const owner = RESERVED_SEGMENTS.has(segment) ? 'this service' : taken.get(segment);
      if (owner !== undefined) {
        faults.add(files.locate([...at, id]), `${id}: the path ${segment} is already taken by ${owner}`);
      }
      taken.set(segment, id);
    }
  }
  return sound;
}
