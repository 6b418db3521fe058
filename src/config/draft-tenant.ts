import { findAddressConflicts } from '../tenants/find-address-conflicts.ts';
import type { ProviderPaths } from '../tenants/provider-segments.ts';
import { createTenant } from '../tenants/tenant.ts';
import { SYSTEM_CLOCK } from '../time/clock.ts';
import { assembleBuilder, createSingleTenant, SINGLE_TENANT_ID } from './build/build-tenants.ts';
import { listPaths } from './build/list-paths.ts';
import type { TenantSource } from './build/tenant-builder.ts';
import type { PlannedProvider } from './build/tenant-plan.ts';
import { createCalendar } from './calendar.ts';
import { type AuthenticationPlan, describeAuthentication } from './describe-authentication.ts';
import { DISK, type Disk } from './files/disk.ts';
import { loadRecords } from './load-config.ts';
import type { TenantRecord } from './records/merge-files.ts';
import { mergeRecords } from './records/merge-records.ts';
import type { RecordResolver } from './records/record-resolver.ts';
import { listIntendedIds, type Records } from './records/records.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList, type DescribePlace, type FaultList } from './report/fault-list.ts';
import { createLocator } from './report/locator.ts';
import type { FilePath, Where } from './report/place.ts';
import type { Environment } from './settings/environment.ts';
import { findPublicUrlFault } from './settings/find-public-url-fault.ts';
import { readProcessSettings } from './settings/process-settings.ts';
import { readAppearanceSettings } from './settings/read-appearance-settings.ts';
import { stripEnvironment } from './settings/strip-environment.ts';

/** A tenant whose configuration may still be incomplete, for the operator who is setting it up. */
export interface TenantDraft {
  readonly id: string;
  /** Whether the provider file defines it; otherwise it was built from an address. */
  readonly isConfigured: boolean;
  readonly publicUrl: string;
  readonly displayName: string | undefined;
  readonly supportUrl: string | undefined;
  readonly providers: readonly ProviderDraft[];
  /** Faults of the tenant itself, or of a provider that could not be built, as sentences. */
  readonly faults: readonly string[];
}

export interface ProviderDraft extends PlannedProvider {
  readonly authentication: AuthenticationPlan;
  /** Whether somebody has begun to set it up: by a record in the files, or by a part of the credentials. */
  readonly isSetUp: boolean;
  /** Whether it is refused for this tenant, also when its credentials are there. */
  readonly isRefused: boolean;
  /** What prevents it from working, as sentences. */
  readonly missing: readonly string[];
}

export interface DraftOptions {
  /** Undefined for the only tenant of a service without a `tenants` section. */
  readonly id: string | undefined;
  /** Address of a tenant that is not in the provider file yet. */
  readonly publicUrl?: string | undefined;
  readonly disk?: Disk;
  /** Determines which client secrets have expired. */
  readonly now?: Date;
}

/**
 * Builds one tenant as the service would, even if its secrets do not exist yet: its faults become sentences. Its
 * part of the provider file, and what all tenants share, must be well-formed.
 * @throws ConfigError when the files have faults, or when the tenant is unknown
 */
export function draftTenant(variables: Environment, options: DraftOptions): TenantDraft {
  const { disk = DISK, now = SYSTEM_CLOCK.now() } = options;
  const environment = stripEnvironment(variables);
  const fileFaults = createFaultList();
  const settingFaults = createFaultList();
  const settings = readProcessSettings(environment, settingFaults, disk);
  const appearance = readAppearanceSettings(environment, settingFaults, disk);
  const records = loadRecords(settings.configPath, disk, fileFaults);
  const locate = createLocator(records.files, records.definedIn);
  if (fileFaults.hasShared) throw new ConfigError(fileFaults.listShared(locate));
  checkOwnFaults(options.id, fileFaults, locate);
  const source = findSource(options, settings.publicUrl, records);
  const faults = createFaultList();
  const input = {
    environment,
    settings,
    appearance,
    records,
    disk,
    calendar: createCalendar(now),
    secrets: 'read' as const,
    faults,
  };
  const { displayName, supportUrl, publicUrl, providers } = assembleBuilder(input, 'optional').build(source);

  const found = faults.listFaults((where) => findProviderId(where, source.at));
  const sentences = Map.groupBy(found, ({ where }) => where);
  const messagesOf = (id: string): string[] => (sentences.get(id) ?? []).map(({ message }) => message);
  const refusedIds = new Set(found.filter(({ code }) => code !== 'secret_missing').map(({ where }) => where));
  const unbuilt = [...sentences.keys()].filter((id) => !providers.some(({ provider }) => provider.id === id));
  return {
    id: source.id,
    isConfigured: source.at.length === 0 || records.tenants.has(source.id),
    publicUrl,
    displayName,
    supportUrl,
    providers: providers.map((planned) => ({
      ...planned,
      authentication: planAuthentication(planned, source, records),
      isSetUp: isSetUp(planned, source, records),
      isRefused: refusedIds.has(planned.provider.id),
      missing: messagesOf(planned.provider.id),
    })),
    faults: [...unbuilt.flatMap(messagesOf), ...listAddressFaults(source, records)],
  };
}

/**
 * Faults of other tenants in the files are theirs.
 * @throws ConfigError when the schema refuses a part of this tenant
 */
function checkOwnFaults(id: string | undefined, faults: FaultList, locate: DescribePlace): void {
  if (id === undefined || !faults.faultyTenants.has(id)) return;
  throw new ConfigError(faults.listByTenant(locate, Number.POSITIVE_INFINITY).get(id) ?? []);
}

function planAuthentication(
  { provider }: PlannedProvider,
  { record: { providers } }: TenantSource,
  records: Records,
): AuthenticationPlan {
  const own = providers.get(provider.id) ?? {};
  const origin = records.resolve(own.extends ?? provider.id);
  return describeAuthentication(mergeRecords(origin?.record, own));
}

/** The four services of DOMI 1.x are drafted in any case, although most installations use one or two of them. */
function isSetUp({ provider }: PlannedProvider, { id, at }: TenantSource, records: Records): boolean {
  const isWritten = records.providers.has(provider.id) || (at.length > 0 && records.tenants.has(id));
  return isWritten || provider.clientId !== '' || provider.clientCredentials.length > 0;
}

function findSource({ id, publicUrl }: DraftOptions, ownPublicUrl: string, records: Records): TenantSource {
  const { tenants } = records;
  const configured = id === undefined ? undefined : tenants.get(id);
  if (id !== undefined && configured) return { id, record: configured, at: ['tenants', id] };
  const meantIds = listIntendedIds(records);
  if (publicUrl !== undefined) {
    const { record } = createSingleTenant(publicUrl, meantIds);
    return { id: id ?? 'new', record, at: ['tenants', id ?? 'new'] };
  }
  if (tenants.size === 0 && (id === undefined || id === SINGLE_TENANT_ID))
    return createSingleTenant(ownPublicUrl, meantIds);
  const known = [...tenants.keys()].slice(0, 20).join(', ');
  const message =
    id === undefined
      ? `name one of the tenants: ${known}`
      : `tenants.${id} is not in the provider file${known && ` (it has ${known})`}; give its address with --url`;
  throw new ConfigError([{ where: 'TENANT', message, code: 'tenant_unknown' }]);
}

/** @returns the id of the provider that a fault concerns; empty for a fault of the tenant itself */
function findProviderId(where: Where, at: FilePath): string {
  if (typeof where === 'string') return '';
  const place = [...at, 'providers'];
  const path = where.paths.find((candidate) => place.every((part, index) => candidate[index] === part));
  return path?.[place.length] ?? '';
}

/** @returns the addresses of all providers of a tenant, as if their credentials were there */
function listAllPaths(providers: TenantRecord['providers'], resolve: RecordResolver): ProviderPaths[] {
  return [...providers].flatMap(([id, own]) => {
    const origin = resolve(own.extends ?? id);
    return listPaths(mergeRecords(origin?.record, own));
  });
}

/** Compares with the other tenants of the file: two tenants at one address is the usual mistake in onboarding. */
function listAddressFaults({ id, record, at }: TenantSource, { tenants, resolve }: Records): string[] {
  const fault = findPublicUrlFault(record.publicUrl);
  // The builder has reported this fault for every tenant but the only one.
  if (fault) return at.length === 0 ? [`OAUTH_HOSTNAME ${fault}`] : [];
  // In the order of the files, since the first of two keeps the address; a tenant that is not there yet comes last.
  const all = [...new Map([...tenants, [id, record]])]
    .filter(([, { publicUrl }]) => findPublicUrlFault(publicUrl) === undefined)
    .map(([tenantId, { publicUrl, providers }]) => ({
      ...createTenant({ id: tenantId, publicUrl, providers: [] }),
      providers: listAllPaths(providers, resolve),
    }));
  return findAddressConflicts(all)
    .filter(({ tenantId }) => tenantId === id)
    .map(({ message }) => `publicUrl ${message}`);
}
