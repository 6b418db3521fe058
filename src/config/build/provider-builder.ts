import type { ProviderRecord } from '../../providers/provider-record.ts';
import { mergeRecords } from '../records/merge-records.ts';
import { explainUnknownRecord } from '../records/record-resolver.ts';
import type { Records } from '../records/records.ts';
import { createFaultList, type FaultList } from '../report/fault-list.ts';
import type { FilePath, Spot } from '../report/place.ts';
import { buildProvider } from './build-provider.ts';
import type { Credentials, CredentialsReader } from './credentials-reader.ts';
import { findUnregisteredUri } from './find-unregistered-uri.ts';
import { createRecordOrigins } from './record-origins.ts';
import { listDifferences, type PlannedProvider } from './tenant-plan.ts';

/** A provider that a tenant uses. */
export interface RequestedProvider {
  readonly id: string;
  /** The fields that the tenant changes in the record of that id, or in the one that it extends. */
  readonly own: ProviderRecord;
  /** Its place in the provider file. */
  readonly at: FilePath;
  /** Address of the tenant; undefined when it has a fault. */
  readonly publicUrl: string | undefined;
}

export interface ProviderBuilder {
  /** @returns undefined for a provider that is not enabled or has a fault */
  build(requested: RequestedProvider): PlannedProvider | undefined;
  /**
   * Validates the records of the files that no tenant uses unchanged: a user should not be the first to see a fault.
   */
  validateUnused(): void;
}

export interface ProviderBuilderOptions {
  readonly records: Records;
  readonly readCredentials: CredentialsReader;
  /** Without credentials a provider is not enabled (`required`), or it is built with a fault (`optional`). */
  readonly credentials: 'required' | 'optional';
  readonly allowInsecure: boolean;
  readonly faults: FaultList;
}

type SpotOfField = (field: keyof ProviderRecord) => Spot;

/** The only place that builds providers from records: for tenants, for a reload, and for a draft. */
export function createProviderBuilder(options: ProviderBuilderOptions): ProviderBuilder {
  const { records, readCredentials, credentials, allowInsecure, faults } = options;
  const origins = createRecordOrigins(records, allowInsecure);
  /** Tenants that change nothing share one provider, so that ten thousand of them cost as much as one. */
  const unchanged = new Map<string, PlannedProvider | undefined>();

  function buildUnchanged(requested: RequestedProvider): PlannedProvider | undefined {
    const { id } = requested;
    if (!unchanged.has(id)) unchanged.set(id, buildOwn(requested));
    return unchanged.get(id);
  }

  function buildOwn({ id, own, at }: RequestedProvider): PlannedProvider | undefined {
    const originId = own.extends ?? id;
    const origin = origins.find(originId);
    if (origin === undefined && own.tokenEndpoint === undefined) {
      const message = `${at.join('.')} ${explainUnknownRecord(originId, records.ids)}`;
      if (!hasLostFields(at, [originId])) faults.add({ paths: [at], part: 'name' }, message);
      return undefined;
    }
    const record = mergeRecords(origin?.record, own);
    if (record.enabled === false) return undefined;

    const changes = !isEmpty(own);
    const lineage = origin?.lineage ?? [];
    const spotOf: SpotOfField = (field) => ({
      paths: [
        ...(changes ? [[...at, field]] : []),
        ...lineage.map((ancestor) => ['providers', ancestor, field]),
        at,
      ],
    });
    const found =
      credentials === 'required'
        ? requireCredentials(id, record, at, spotOf)
        : draftCredentials(id, record, at, spotOf);
    if (found === undefined) return undefined;

    const isIncomplete = hasLostFields(at, lineage);
    const built = buildProvider(id, record, found, { allowInsecure, origin });
    for (const { field, message } of built.faults)
      if (!isIncomplete || record[field] !== undefined) faults.add(spotOf(field), message);
    for (const { field, message } of built.warnings) if (!isIncomplete) faults.warn(spotOf(field), message);
    if (built.provider === undefined) return undefined;
    const model = origin?.model ?? {};
    return {
      provider: built.provider,
      app: own.clientId === undefined ? 'shared' : 'own',
      model,
      differs: changes ? listDifferences(model, built.provider) : undefined,
    };
  }

  /** @returns undefined for a provider that is not enabled because it has no credentials */
  function requireCredentials(
    id: string,
    record: ProviderRecord,
    at: FilePath,
    spotOf: SpotOfField,
  ): Credentials | undefined {
    const found = readCredentials(record, spotOf, faults);
    if ('credentials' in found) return found.credentials;
    // Unused built-in records get no warning, except those with part of their credentials.
    const isWritten = at[0] === 'tenants' || records.providers.has(id);
    if (isWritten || !found.isUntouched) faults.warn(isWritten ? { paths: [at] } : '', `${id} ${found.gap}`);
    return undefined;
  }

  /** Reports everything that prevents a sign-in as a fault: an expired secret as well as a missing one. */
  function draftCredentials(
    id: string,
    record: ProviderRecord,
    at: FilePath,
    spotOf: SpotOfField,
  ): Credentials {
    const doubts = createFaultList();
    const found = readCredentials(record, spotOf, doubts);
    const messages = [
      ...doubts.listFaults(() => '').map(({ message }) => message),
      ...doubts.listWarnings(() => ''),
      ...('gap' in found ? [`${id} ${found.gap}`] : []),
    ];
    for (const message of messages) faults.add({ paths: [at] }, message);
    return 'gap' in found ? { clientId: found.clientId ?? '', clientSecrets: [] } : found.credentials;
  }

  /** Whether the schema removed a field of the record: a missing field is then not a second fault. */
  function hasLostFields(at: FilePath, lineage: readonly string[]): boolean {
    const addresses = [at.join('.'), ...lineage.map((ancestor) => `providers.${ancestor}`)];
    return addresses.some((address) => records.strippedRecords.has(address));
  }

  function validateRedirectUri(
    { id, own, at, publicUrl }: RequestedProvider,
    planned: PlannedProvider,
  ): void {
    if (publicUrl === undefined) return;
    const { provider, app } = planned;
    const holder = app === 'own' ? own : origins.find(own.extends ?? id)?.record;
    const unregistered = findUnregisteredUri(holder?.redirectUris, publicUrl, provider, app);
    if (unregistered) faults.add({ paths: [at], part: 'name' }, `${at.join('.')} ${unregistered}`);
  }

  return {
    build(requested) {
      const { id, own } = requested;
      const takesRecord = isEmpty(own) && origins.find(id) !== undefined;
      const planned = takesRecord ? buildUnchanged(requested) : buildOwn(requested);
      if (planned) validateRedirectUri(requested, planned);
      return planned;
    },
    validateUnused() {
      for (const id of records.providers.keys()) {
        const origin = unchanged.get(id) === undefined ? origins.find(id) : undefined;
        for (const { field, message } of origin?.faults ?? []) {
          const paths = origin?.lineage.map((ancestor) => ['providers', ancestor, field]) ?? [];
          faults.add({ paths }, message);
        }
      }
    },
  };
}

function isEmpty(record: ProviderRecord): boolean {
  return Object.keys(record).length === 0;
}
