import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { ProviderPaths } from '../../tenants/provider-segments.ts';
import { mergeRecords } from '../records/merge-records.ts';
import { explainUnknownRecord } from '../records/record-resolver.ts';
import type { Records } from '../records/records.ts';
import { createFaultList, type FaultList } from '../report/fault-list.ts';
import type { FaultPlace } from '../report/fault-place.ts';
import type { FilePath } from '../report/place.ts';
import { buildProvider } from './build-provider.ts';
import type { Credentials, CredentialsReader } from './credentials-reader.ts';
import { type CredentialsRequest, findCredentialField } from './credentials-request.ts';
import { findOwnEndpoint } from './find-own-endpoint.ts';
import { findUnregisteredUri } from './find-unregistered-uri.ts';
import { listPaths } from './list-paths.ts';
import { createRecordFaults } from './record-faults.ts';
import { createRecordOrigins, type RecordOrigin } from './record-origins.ts';
import type { RequestedProvider } from './requested-provider.ts';
import { listDifferences, type PlannedProvider } from './tenant-plan.ts';
import { traceFields } from './trace-fields.ts';
import type { WebhookReader } from './webhook-reader.ts';

export interface ProviderBuilder {
  build(requested: RequestedProvider): PlannedProvider | NotBuilt;
  /** Lists the addresses of a provider, whether or not it can be built: none when it is disabled or names none. */
  listPaths(requested: RequestedProvider): ProviderPaths[];
  /** Validates all records, used or not: a user should not be the first to see a fault, nor a tenant the first to cause it. */
  validateRecords(): void;
}

export interface ProviderBuilderOptions {
  readonly records: Records;
  readonly readCredentials: CredentialsReader;
  readonly readWebhook: WebhookReader;
  /** Without credentials a provider is not enabled (`required`), or it is built with a fault (`optional`). */
  readonly credentials: 'required' | 'optional';
  readonly allowInsecure: boolean;
  readonly faults: FaultList;
}

/** A provider that is not built: for want of credentials, or because of a fault that is reported. */
export type NotBuilt = 'not enabled' | 'faulty';

const NO_CREDENTIALS: Credentials = { clientId: '', clientCredentials: [] };

const NONE: ReadonlySet<string> = new Set();

/** The only place that builds providers from records: for tenants, for a reload, and for a draft. */
export function createProviderBuilder(options: ProviderBuilderOptions): ProviderBuilder {
  const { records, readCredentials, readWebhook, credentials, allowInsecure, faults } = options;
  const origins = createRecordOrigins(records, allowInsecure);
  const recordFaults = createRecordFaults(options);
  /** Tenants that change nothing share one provider, so that ten thousand of them cost as much as one. */
  const unchanged = new Map<string, PlannedProvider | 'not enabled'>();

  function buildUnchanged(requested: RequestedProvider): PlannedProvider | NotBuilt {
    const known = unchanged.get(requested.id);
    if (known !== undefined) return known;
    const built = buildOwn(requested);
    // Each tenant that lacks something reports it itself.
    if (built !== 'faulty') unchanged.set(requested.id, built);
    return built;
  }

  const listOf = (tenantId: string | undefined): FaultList =>
    tenantId === undefined ? faults : faults.ofTenant(tenantId);

  function buildOwn(requested: RequestedProvider): PlannedProvider | NotBuilt {
    const { id, own, at, tenantId } = requested;
    const concerned = listOf(tenantId);
    const originId = own.extends ?? id;
    const origin = origins.find(originId);
    if (origin === undefined && own.tokenEndpoint === undefined) {
      const message = `${at.join('.')} ${explainUnknownRecord(originId, records.ids)}`;
      if (!hasLostFields(at, [originId]))
        concerned.add({ paths: [at], part: 'name' }, message, 'record_unknown');
      return 'faulty';
    }
    const record = mergeRecords(origin?.record, own);
    if (record.enabled === false) return 'not enabled';
    const lineage = origin?.lineage ?? [];
    const trace = traceFields(requested, lineage, listRecordFaults(origin), faults);
    const { spotOf } = trace;
    const ownEndpoint = tenantId === undefined ? undefined : findOwnEndpoint(own, record, origin);
    const field = findCredentialField(record);
    const isStray = ownEndpoint !== undefined && own[field] === undefined && record[field] !== undefined;
    if (isStray) {
      const message = `${id} has a ${ownEndpoint} of its own, so it needs a ${field} of its own: the shared one never goes there`;
      concerned.add(spotOf(ownEndpoint), message, 'secret_missing');
    }
    const found = isStray
      ? NO_CREDENTIALS
      : readOrDraft(id, { record, ...trace, hasOwnEndpoint: ownEndpoint !== undefined }, at, concerned);
    if (typeof found === 'string') return found;
    const isWritten = [own, ...lineage.map((ancestor) => records.providers.get(ancestor))].some(
      (writer) => writer?.webhook !== undefined,
    );
    // The secret token of the shared app says nothing about another app.
    const isOfSharedApp = tenantId !== undefined && own.clientId !== undefined && own.webhook === undefined;
    const webhook = isOfSharedApp ? undefined : readWebhook({ record, ...trace, isWritten });
    if (webhook === 'faulty') return 'faulty';

    const isIncomplete = hasLostFields(at, lineage);
    const built = buildProvider(
      id,
      record,
      { ...found, ...(webhook && { webhook }) },
      { allowInsecure, origin },
    );
    for (const { field, message } of built.faults) {
      if (isIncomplete && record[field] === undefined) continue;
      const isOfRecord = own[field] === undefined && origin?.faults.some((fault) => fault.field === field);
      (isOfRecord ? faults : concerned).add(spotOf(field), message);
    }
    for (const { field, message } of built.warnings) if (!isIncomplete) faults.warn(spotOf(field), message);
    if (built.provider === undefined || isStray) return 'faulty';
    const model = origin?.model ?? {};
    return {
      provider: built.provider,
      app: own.clientId === undefined ? 'shared' : 'own',
      model,
      differs: isEmpty(own) ? undefined : listDifferences(model, built.provider),
    };
  }

  /** A draft shows one tenant all faults, whoever has them. */
  function listRecordFaults(origin: RecordOrigin | undefined): ReadonlySet<string> {
    return origin === undefined || credentials === 'optional' ? NONE : recordFaults.find(origin);
  }

  function readOrDraft(
    id: string,
    request: CredentialsRequest,
    at: FilePath,
    concerned: FaultList,
  ): Credentials | NotBuilt {
    return credentials === 'required'
      ? requireCredentials(id, request, at)
      : draftCredentials(id, request, at, concerned);
  }

  function requireCredentials(id: string, request: CredentialsRequest, at: FilePath): Credentials | NotBuilt {
    const found = readCredentials(request);
    if ('credentials' in found) return found.credentials;
    if (found.isFaulty) return 'faulty';
    // Unused built-in records get no warning, except those with part of their credentials.
    const isWritten = at[0] === 'tenants' || records.providers.has(id);
    if (isWritten || !found.isUntouched) faults.warn(isWritten ? { paths: [at] } : '', `${id} ${found.gap}`);
    return 'not enabled';
  }

  /** Reports everything that prevents a sign-in as a fault: an expired secret as well as a missing one. */
  function draftCredentials(
    id: string,
    request: CredentialsRequest,
    at: FilePath,
    concerned: FaultList,
  ): Credentials {
    const doubts = createFaultList();
    const placeOf = (): FaultPlace => ({ where: '', faults: doubts });
    const found = readCredentials({ ...request, placeOf });
    const texts = [
      ...doubts.listFaults(String).map(({ message }) => message),
      ...doubts.listWarnings(String),
    ];
    const messages = texts.map((text) => `${id}: ${text}`);
    if ('gap' in found && !found.isFaulty) messages.push(`${id} ${found.gap}`);
    for (const message of messages) concerned.add({ paths: [at] }, message, 'secret_missing');
    return 'gap' in found ? { ...NO_CREDENTIALS, clientId: found.clientId ?? '' } : found.credentials;
  }

  /** Whether the schema removed a field of the record: a missing field is then not a second fault. */
  function hasLostFields(at: FilePath, lineage: readonly string[]): boolean {
    const addresses = [at.join('.'), ...lineage.map((ancestor) => `providers.${ancestor}`)];
    return addresses.some((address) => records.strippedRecords.has(address));
  }

  function validateRedirectUri(
    { id, own, at, publicUrl, tenantId }: RequestedProvider,
    { provider, app }: PlannedProvider,
  ): void {
    if (publicUrl === undefined) return;
    const holder = app === 'own' ? own : origins.find(own.extends ?? id)?.record;
    const unregistered = findUnregisteredUri(holder?.redirectUris, publicUrl, provider, app);
    if (unregistered === undefined) return;
    const message = `${at.join('.')} ${unregistered}`;
    listOf(tenantId).add({ paths: [at], part: 'name' }, message, 'redirect_uri_unregistered');
  }

  return {
    build(requested) {
      const { id, own } = requested;
      const takesRecord = isEmpty(own) && origins.find(id) !== undefined;
      const planned = takesRecord ? buildUnchanged(requested) : buildOwn(requested);
      if (typeof planned !== 'string') validateRedirectUri(requested, planned);
      return planned;
    },
    listPaths: ({ id, own }) => listPaths(mergeRecords(origins.find(own.extends ?? id)?.record, own)),
    validateRecords() {
      for (const id of records.ids) {
        const origin = origins.find(id);
        listRecordFaults(origin);
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
