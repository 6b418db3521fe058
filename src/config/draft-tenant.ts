import type { Provider } from '../oauth/provider.ts';
import type { ProviderRecord } from '../providers/provider-record.ts';
import { findAddressConflicts } from '../tenants/address-conflicts.ts';
import { createTenant } from '../tenants/tenant.ts';
import { buildProvider } from './build/build-provider.ts';
import { createCredentialsReader } from './build/credentials-reader.ts';
import { findUnregistered } from './build/find-unregistered-uri.ts';
import { SINGLE_TENANT_ID } from './build/tenant-builder.ts';
import { DISK, type Disk } from './files/disk.ts';
import { loadRecords } from './load-config.ts';
import type { TenantRecord } from './records/merge-files.ts';
import { mergeRecords } from './records/merge-records.ts';
import { listMeantIds, type Records } from './records/records.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList, type FaultList } from './report/fault-list.ts';
import { createLocator } from './report/locator.ts';
import type { Environment } from './settings/environment.ts';
import { findPublicUrlFault } from './settings/find-public-url-fault.ts';
import { type ProcessSettings, readProcessSettings } from './settings/process-settings.ts';

/** A tenant as far as it can be told before everything is in place: for the one who is setting it up. */
export interface TenantDraft {
  readonly id: string;
  /** Whether the provider file knows it; else it was made up of an address. */
  readonly isConfigured: boolean;
  readonly publicUrl: string;
  readonly displayName: string | undefined;
  readonly supportUrl: string | undefined;
  readonly providers: readonly ProviderDraft[];
  /** What is wrong with the tenant itself, as sentences. */
  readonly faults: readonly string[];
}

export interface ProviderDraft {
  readonly provider: Provider;
  /** Whether the OAuth app is the tenant's own or the one of the root record. */
  readonly app: 'own' | 'shared';
  /** What keeps it from working, as sentences. */
  readonly missing: readonly string[];
}

export interface DraftOptions {
  /** Undefined for the only tenant of a service without a `tenants` section. */
  readonly id: string | undefined;
  /** Address of a tenant that is not in the provider file yet. */
  readonly publicUrl?: string | undefined;
  readonly disk?: Disk;
  readonly now?: Date;
}

/**
 * Puts one tenant together without its secrets, which need not be there yet. The rest of the provider file has to be
 * well-formed.
 * @throws ConfigError when the files cannot be judged, or when nothing is known of the tenant
 */
export function draftTenant(environment: Environment, options: DraftOptions): TenantDraft {
  const { disk = DISK, now = new Date() } = options;
  const faults = createFaultList();
  const settings = readProcessSettings(environment, createFaultList(), disk);
  const records = loadRecords(settings.configPath, disk, faults);
  if (!faults.isEmpty) {
    throw new ConfigError(faults.listFaults(createLocator(records.files, records.definedIn)));
  }
  const { id, isConfigured, record } = findRecord(options, settings, records);
  const build = createDraftBuilder(environment, settings, records, disk, now);
  const providers = [...record.providers].map(([providerId, own]) =>
    build(providerId, own, record.publicUrl),
  );
  return {
    id,
    isConfigured,
    publicUrl: record.publicUrl,
    displayName: record.displayName,
    supportUrl: record.supportUrl,
    providers: providers.filter((provider) => provider !== undefined),
    faults: listAddressFaults(id, record, records),
  };
}

interface FoundRecord {
  readonly id: string;
  readonly isConfigured: boolean;
  readonly record: TenantRecord;
}

function findRecord(
  { id, publicUrl }: DraftOptions,
  settings: ProcessSettings,
  records: Records,
): FoundRecord {
  const { tenants } = records;
  const configured = id === undefined ? undefined : tenants.get(id);
  if (id !== undefined && configured) return { id, isConfigured: true, record: configured };
  const everything = new Map(listMeantIds(records).map((providerId) => [providerId, {}] as const));
  if (publicUrl !== undefined) {
    return { id: id ?? 'new', isConfigured: false, record: { publicUrl, providers: everything } };
  }
  if (tenants.size === 0 && (id === undefined || id === SINGLE_TENANT_ID)) {
    const record = { publicUrl: settings.publicUrl, providers: everything };
    return { id: SINGLE_TENANT_ID, isConfigured: true, record };
  }
  const known = [...tenants.keys()].slice(0, 20).join(', ');
  const message =
    id === undefined
      ? `name one of the tenants: ${known}`
      : `tenants.${id} is not in the provider file${known && ` (it has ${known})`}; give its address with --url`;
  throw new ConfigError([{ where: 'TENANT', message }]);
}

type DraftBuilder = (id: string, own: ProviderRecord, publicUrl: string) => ProviderDraft | undefined;

function createDraftBuilder(
  environment: Environment,
  settings: ProcessSettings,
  records: Records,
  disk: Disk,
  now: Date,
): DraftBuilder {
  return (id, own, publicUrl) => {
    const base = records.resolve(own.extends ?? id);
    const record = mergeRecords(base?.record, own);
    if (record.enabled === false) return undefined;
    const missing = createFaultList();
    const found = createCredentialsReader(environment, disk, now, missing)(record, () => '');
    const clientId = 'gap' in found ? (found.clientId ?? '') : found.credentials.clientId;
    const provider = buildProvider(
      id,
      record,
      { clientId, clientSecrets: [] },
      {
        allowInsecure: settings.allowInsecureProviders,
        fault: (_, message) => missing.add('', message),
      },
    );
    if (provider === undefined) return undefined;
    if ('gap' in found) missing.add('', `${id} ${found.gap}`);
    const unregistered = findUnregistered(record, own, publicUrl, provider);
    if (unregistered) missing.add('', `${id} ${unregistered}`);
    return { provider, app: own.clientId ? 'own' : 'shared', missing: listSentences(missing) };
  };
}

function listSentences(list: FaultList): string[] {
  return [...list.listFaults(() => '').map(({ message }) => message), ...list.listWarnings(() => '')];
}

/** With the others of the file: two tenants at one address is the mistake that is made while onboarding. */
function listAddressFaults(id: string, record: TenantRecord, { tenants }: Records): string[] {
  const fault = findPublicUrlFault(record.publicUrl);
  if (fault) return [`publicUrl ${fault}`];
  const others = [...tenants].filter(
    ([other, { publicUrl }]) => other !== id && findPublicUrlFault(publicUrl) === undefined,
  );
  const all = [...others, [id, record] as const].map(([tenantId, { publicUrl }]) =>
    createTenant({ id: tenantId, publicUrl, providers: [] }),
  );
  return findAddressConflicts(all)
    .filter(({ tenantId }) => tenantId === id)
    .map(({ message }) => `publicUrl ${message}`);
}
