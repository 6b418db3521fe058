import { overrideLimits } from '../../limits/limits.ts';
import type { Provider } from '../../oauth/provider.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import { RESERVED_SEGMENTS } from '../../tenants/address-conflicts.ts';
import type { TenantSettings } from '../../tenants/tenant.ts';
import type { Disk } from '../files/disk.ts';
import type { TenantRecord } from '../records/merge-files.ts';
import { mergeRecords } from '../records/merge-records.ts';
import { explainUnknownRecord } from '../records/record-resolver.ts';
import { ORIGINAL_IDS, type Records } from '../records/records.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FilePath, Spot } from '../report/place.ts';
import { findPublicUrlFault } from '../settings/find-public-url-fault.ts';
import type { ProcessSettings } from '../settings/process-settings.ts';
import { buildProvider } from './build-provider.ts';
import type { CredentialsReader } from './credentials-reader.ts';
import { findUnregistered } from './find-unregistered-uri.ts';
import { readAppearance } from './read-appearance.ts';

/** Id of the tenant that a service without a `tenants` section is. */
export const SINGLE_TENANT_ID = 'default';

const NO_CREDENTIALS = { clientId: '', clientSecrets: [] } as const;

export interface TenantBuilder {
  /** The only tenant of a service without a `tenants` section: every record that has its credentials. */
  buildSingle(): TenantSettings;
  /** @returns undefined when its address has a fault */
  buildConfigured(id: string, record: TenantRecord): TenantSettings | undefined;
  /** Judges the records of the files that nobody has enabled so far: a fault is told before a user meets it. */
  judgeUnused(): void;
}

export interface TenantBuilderOptions {
  readonly records: Records;
  readonly readCredentials: CredentialsReader;
  readonly settings: ProcessSettings;
  readonly disk: Disk;
  readonly faults: FaultList;
}

export function createTenantBuilder(options: TenantBuilderOptions): TenantBuilder {
  const { records, readCredentials, settings, disk, faults } = options;
  const { ids, resolve, lacking } = records;
  const { allowInsecureProviders: allowInsecure, publicUrl, limits } = settings;
  const shared = new Map<string, Provider | undefined>();

  /** Tenants that add nothing to a record share one provider, so that ten thousand of them cost what one does. */
  function buildShared(id: string, at: FilePath): Provider | undefined {
    if (shared.has(id)) return shared.get(id);
    const provider = build(id, at, undefined);
    shared.set(id, provider);
    return provider;
  }

  /** @param own what the tenant adds to the record of that id */
  function build(id: string, at: FilePath, own: ProviderRecord | undefined): Provider | undefined {
    const baseId = own?.extends ?? id;
    const base = resolve(baseId);
    if (base === undefined && own?.tokenEndpoint === undefined) {
      if (!lacking.has(at.join('.')) && !lacking.has(`providers.${baseId}`))
        faults.add({ paths: [at], part: 'name' }, `${at.join('.')} ${explainUnknownRecord(baseId, ids)}`);
      return undefined;
    }
    const record = own === undefined ? base?.record : mergeRecords(base?.record, own);
    if (record === undefined || record.enabled === false) return undefined;

    const lineage = base?.lineage ?? [];
    const spotOf = (field: keyof ProviderRecord): Spot => ({
      paths: [
        ...(own === undefined ? [] : [[...at, field]]),
        ...lineage.map((ancestor) => ['providers', ancestor, field]),
        at,
      ],
    });
    const found = readCredentials(record, spotOf);
    if ('gap' in found) {
      // A built-in record that nobody asked for is no news; one of DOMI 1.x or a half-done one is.
      const isWritten = at[0] === 'tenants' || records.providers.has(id);
      if (isWritten || ORIGINAL_IDS.has(id) || !found.isUntouched)
        faults.warn(isWritten ? { paths: [at] } : '', `${id} ${found.gap}`);
      return undefined;
    }
    const isLacking = [at.join('.'), ...lineage.map((ancestor) => `providers.${ancestor}`)].some((address) =>
      lacking.has(address),
    );
    return buildProvider(id, record, found.credentials, {
      allowInsecure,
      fault: (field, message) => {
        if (!isLacking || record[field] !== undefined) faults.add(spotOf(field), message);
      },
      warn: (field, message) => {
        if (!isLacking) faults.warn(spotOf(field), message);
      },
    });
  }

  function judgeRedirectUri(at: FilePath, own: ProviderRecord, publicUrl: string, provider: Provider): void {
    const base = resolve(own.extends ?? provider.id)?.record ?? {};
    const unregistered = findUnregistered(base, own, publicUrl, provider);
    if (unregistered) faults.add({ paths: [at], part: 'name' }, `${at.join('.')} ${unregistered}`);
  }

  /** Two providers behind one path would make one of them unreachable; which one, nobody could tell. */
  function keepDistinct(providers: readonly (Provider | undefined)[], at: FilePath): Provider[] {
    const taken = new Map<string, string>();
    const sound = providers.filter((provider) => provider !== undefined);
    for (const { id, path, callback } of sound) {
      const claims = [
        ['path', [path, `${path}Refresh`, `${path}Revoke`]],
        ['callback', [callback]],
      ] as const;
      for (const [field, segments] of claims) {
        const segment = segments.find((one) => RESERVED_SEGMENTS.has(one) || taken.has(one));
        if (segment !== undefined) {
          const owner = taken.get(segment);
          const message = `${id}.${field}: /${segment} belongs to ${owner ?? 'this service'} already`;
          faults.add({ paths: listPlaces(at, field, id, owner) }, message);
        }
        for (const one of segments) taken.set(one, id);
      }
    }
    return sound;
  }

  return {
    buildSingle() {
      const providers = ids.map((id) => {
        const at = ['providers', id];
        const provider = buildShared(id, at);
        if (provider) judgeRedirectUri(at, {}, publicUrl, provider);
        return provider;
      });
      return { id: SINGLE_TENANT_ID, publicUrl, limits, providers: keepDistinct(providers, ['providers']) };
    },
    buildConfigured(id, record) {
      const at = ['tenants', id];
      const fault = findPublicUrlFault(record.publicUrl);
      if (fault) faults.add({ paths: [[...at, 'publicUrl']] }, `tenants.${id}.publicUrl ${fault}`);
      const providers = [...record.providers].map(([providerId, own]) => {
        const place = [...at, 'providers', providerId];
        const provider =
          isEmpty(own) && resolve(providerId)
            ? buildShared(providerId, place)
            : build(providerId, place, own);
        if (provider && !fault) judgeRedirectUri(place, own, record.publicUrl, provider);
        return provider;
      });
      const sound = keepDistinct(providers, [...at, 'providers']);
      const appearance = readAppearance(record, {
        read: disk.read,
        fault: (field, message) =>
          faults.add({ paths: [[...at, field]] }, `tenants.${id}.${field} ${message}`),
      });
      if (fault) return undefined;
      return {
        id,
        displayName: record.displayName,
        language: record.language,
        ...appearance,
        publicUrl: record.publicUrl,
        limits: overrideLimits(limits, record.limits),
        providers: sound,
      };
    },
    judgeUnused() {
      for (const id of records.providers.keys()) {
        const found = shared.get(id) === undefined ? resolve(id) : undefined;
        if (found === undefined) continue;
        const paths = (field: string): FilePath[] =>
          found.lineage.map((ancestor) => ['providers', ancestor, field]);
        buildProvider(id, found.record, NO_CREDENTIALS, {
          allowInsecure,
          isBase: true,
          fault: (field, message) => faults.add({ paths: paths(field) }, message),
        });
      }
    },
  };
}

/** Where a field of one of the two may stand; the record of the other one is the last resort. */
function listPlaces(at: FilePath, field: string, id: string, owner: string | undefined): FilePath[] {
  const ids = owner === undefined ? [id] : [id, owner];
  const fields = ids.flatMap((one) => [
    [...at, one, field],
    ['providers', one, field],
  ]);
  return [...fields, ...ids.map((one) => [...at, one])];
}

function isEmpty(record: ProviderRecord): boolean {
  for (const _ in record) return false;
  return true;
}
