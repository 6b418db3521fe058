import type { Disk } from '../files/disk.ts';
import type { Records } from '../records/records.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from '../settings/environment.ts';
import type { ProcessSettings } from '../settings/process-settings.ts';
import { createCredentialsReader } from './credentials-reader.ts';
import { createTenantBuilder, type TenantSource } from './tenant-builder.ts';
import type { TenantPlan } from './tenant-plan.ts';

/** Id of the only tenant of a service without a `tenants` section. */
export const SINGLE_TENANT_ID = 'default';

export interface TenantsInput {
  readonly environment: Environment;
  readonly settings: ProcessSettings;
  readonly records: Records;
  readonly disk: Disk;
  /** Determines which client secrets have expired. */
  readonly now: Date;
  readonly faults: FaultList;
}

/** Builds every tenant. Without a `tenants` section, the only tenant gets every record with credentials. */
export function buildTenants({
  environment,
  settings,
  records,
  disk,
  now,
  faults,
}: TenantsInput): TenantPlan[] {
  const builder = createTenantBuilder({
    records,
    readCredentials: createCredentialsReader(environment, disk, now),
    credentials: 'required',
    allowInsecure: settings.allowInsecureProviders,
    limits: settings.limits,
    disk,
    faults,
  });
  const sources =
    records.tenants.size === 0
      ? [createSingleTenant(settings.publicUrl, records.ids)]
      : [...records.tenants].map(([id, record]) => ({ id, record, at: ['tenants', id] }));
  const tenants = sources.map((source) => builder.build(source));
  builder.validateUnused();
  return tenants;
}

/** Creates the only tenant of a service without a `tenants` section: it changes no record. */
export function createSingleTenant(publicUrl: string, recordIds: readonly string[]): TenantSource {
  const providers = new Map(recordIds.map((id) => [id, {}]));
  return { id: SINGLE_TENANT_ID, record: { publicUrl, providers }, at: [] };
}
