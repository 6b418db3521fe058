import type { ProviderRecord } from '../../providers/provider-record.ts';
import { mergeRecords } from '../records/merge-records.ts';
import type { ResolvedRecord } from '../records/record-resolver.ts';
import { explainUnknownRecord } from '../records/record-resolver.ts';
import { ORIGINAL_IDS, type Records } from '../records/records.ts';
import { createFaultList, type FaultList } from '../report/fault-list.ts';
import type { FilePath, Spot } from '../report/place.ts';
import { buildModel, type ModelOrigin } from './build-model.ts';
import { buildProvider } from './build-provider.ts';
import type { Credentials, CredentialsReader } from './credentials-reader.ts';
import { fillRecord } from './fill-record.ts';
import { findUnregisteredUri } from './find-unregistered-uri.ts';
import { listDifferences, type PlannedProvider } from './tenant-plan.ts';
import { type FieldFault, validateRecord } from './validate-record.ts';

/** A provider that a tenant asks for. */
export interface RequestedProvider {
  readonly id: string;
  /** What the tenant changes of the record of that id, or of the one that it extends. */
  readonly own: ProviderRecord;
  /** Where this stands in the provider file. */
  readonly at: FilePath;
  /** Address of the tenant; undefined when it has a fault. */
  readonly publicUrl: string | undefined;
}

export interface ProviderBuilder {
  /** @returns undefined for one that is not enabled, or has a fault */
  build(request: RequestedProvider): PlannedProvider | undefined;
  /** Validates the records of the files that no tenant takes as they are: a user should not be the first to see a fault. */
  validateUnused(): void;
}

export interface ProviderBuilderOptions {
  readonly records: Records;
  readonly readCredentials: CredentialsReader;
  /** `optional`: a provider is built without them, and what is missing is a fault. Otherwise it is not enabled. */
  readonly credentials: 'required' | 'optional';
  readonly allowInsecure: boolean;
  readonly faults: FaultList;
}

/** A record, and what it gives to all its tenants. */
interface Origin extends ModelOrigin {
  readonly lineage: readonly string[];
  readonly faults: readonly FieldFault[];
}

/** Everything in one place that makes a provider of records: for tenants, for a reload, and for a draft. */
export function createProviderBuilder(options: ProviderBuilderOptions): ProviderBuilder {
  const { records, readCredentials, credentials, allowInsecure, faults } = options;
  const origins = new Map<string, Origin | undefined>();
  /** Tenants that change nothing share one provider, so that ten thousand of them cost what one does. */
  const unchanged = new Map<string, PlannedProvider | undefined>();

  function findOrigin(id: string): Origin | undefined {
    if (!origins.has(id)) origins.set(id, describeOrigin(id, records.resolve(id)));
    return origins.get(id);
  }

  function describeOrigin(id: string, resolved: ResolvedRecord | undefined): Origin | undefined {
    if (resolved === undefined) return undefined;
    const filled = fillRecord(resolved.record);
    return {
      ...resolved,
      model: buildModel(id, resolved.record, filled),
      faults: validateRecord(id, resolved.record, filled, { allowInsecure, mayLack: true }),
    };
  }

  function build(request: RequestedProvider): PlannedProvider | undefined {
    const planned = isUnchanged(request) ? buildUnchanged(request) : buildOwn(request);
    if (planned) checkRedirectUri(request, planned);
    return planned;
  }

  function isUnchanged({ id, own }: RequestedProvider): boolean {
    return Object.keys(own).length === 0 && records.resolve(id) !== undefined;
  }

  function buildUnchanged(request: RequestedProvider): PlannedProvider | undefined {
    const { id } = request;
    if (!unchanged.has(id)) unchanged.set(id, buildOwn(request));
    return unchanged.get(id);
  }

  function buildOwn({ id, own, at }: RequestedProvider): PlannedProvider | undefined {
    const originId = own.extends ?? id;
    const origin = findOrigin(originId);
    if (origin === undefined && own.tokenEndpoint === undefined) {
      if (!isLacking(at, [originId]))
        faults.add(
          { paths: [at], part: 'name' },
          `${at.join('.')} ${explainUnknownRecord(originId, records.ids)}`,
        );
      return undefined;
    }
    const changes = Object.keys(own).length > 0;
    const record = changes ? mergeRecords(origin?.record, own) : (origin?.record ?? own);
    if (record.enabled === false) return undefined;

    const lineage = origin?.lineage ?? [];
    const spotOf = (field: keyof ProviderRecord): Spot => ({
      paths: [
        ...(changes ? [[...at, field]] : []),
        ...lineage.map((ancestor) => ['providers', ancestor, field]),
        at,
      ],
    });
    const found = findCredentials(id, record, at, spotOf);
    if (found === undefined) return undefined;
    const isIncomplete = isLacking(at, lineage);
    const built = buildProvider(id, record, found, { allowInsecure, origin });
    for (const { field, message } of built.faults)
      if (!isIncomplete || record[field] !== undefined) faults.add(spotOf(field), message);
    if (!isIncomplete) for (const { field, message } of built.warnings) faults.warn(spotOf(field), message);
    const { provider } = built;
    if (provider === undefined) return undefined;
    const model = origin?.model ?? {};
    return {
      provider,
      registration: own.clientId === undefined ? 'shared' : 'own',
      model,
      differs: changes ? listDifferences(model, provider) : undefined,
    };
  }

  function findCredentials(
    id: string,
    record: ProviderRecord,
    at: FilePath,
    spotOf: (field: keyof ProviderRecord) => Spot,
  ): Credentials | undefined {
    if (credentials === 'optional') return draftCredentials(record, id, at, spotOf);
    const found = readCredentials(record, spotOf, faults);
    if ('credentials' in found) return found.credentials;
    // A built-in record that nobody asked for is not worth a warning; one of DOMI 1.x or a half-done one is.
    const isWritten = at[0] === 'tenants' || records.providers.has(id);
    if (isWritten || ORIGINAL_IDS.has(id) || !found.isUntouched)
      faults.warn(isWritten ? { paths: [at] } : '', `${id} ${found.gap}`);
    return undefined;
  }

  /** All that keeps them from working is a fault, a secret that has expired as well as one that is not there. */
  function draftCredentials(
    record: ProviderRecord,
    id: string,
    at: FilePath,
    spotOf: (field: keyof ProviderRecord) => Spot,
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

  /** Whether the schema took something away: what is missing then is not a second fault. */
  function isLacking(at: FilePath, lineage: readonly string[]): boolean {
    const addresses = [at.join('.'), ...lineage.map((ancestor) => `providers.${ancestor}`)];
    return addresses.some((address) => records.lacking.has(address));
  }

  function checkRedirectUri({ id, own, at, publicUrl }: RequestedProvider, planned: PlannedProvider): void {
    if (publicUrl === undefined) return;
    const { provider, registration } = planned;
    const holder = registration === 'own' ? own : findOrigin(own.extends ?? id)?.record;
    const unregistered = findUnregisteredUri(holder?.redirectUris, publicUrl, provider, registration);
    if (unregistered) faults.add({ paths: [at], part: 'name' }, `${at.join('.')} ${unregistered}`);
  }

  return {
    build,
    validateUnused() {
      for (const id of records.providers.keys()) {
        const origin = unchanged.get(id) === undefined ? findOrigin(id) : undefined;
        for (const { field, message } of origin?.faults ?? []) {
          const paths = origin?.lineage.map((ancestor) => ['providers', ancestor, field]) ?? [];
          faults.add({ paths }, message);
        }
      }
    },
  };
}
