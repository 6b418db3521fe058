import type { Calendar } from '../calendar.ts';
import type { Disk } from '../files/disk.ts';
import type { Records } from '../records/records.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from '../settings/environment.ts';
import type { ProcessSettings } from '../settings/process-settings.ts';
import type { Appearance } from '../settings/read-appearance-settings.ts';
import { createCredentialValues } from './credential-values.ts';
import { createCredentialsReader } from './credentials-reader.ts';
import { createProtectedSecrets } from './protected-secrets.ts';
import type { ProviderBuilderOptions } from './provider-builder.ts';
import type { SecretsUse } from './secrets-use.ts';
import { createTenantBoundary } from './tenant-boundary.ts';
import { createTenantBuilder, type TenantBuilder, type TenantSource } from './tenant-builder.ts';
import type { TenantPlan } from './tenant-plan.ts';
import { createUnreadValues } from './unread-values.ts';
import { createWebhookReader } from './webhook-reader.ts';

/** Id of the only tenant of a service without a `tenants` section. */
export const SINGLE_TENANT_ID = 'default';

export interface TenantsInput {
  readonly environment: Environment;
  readonly settings: ProcessSettings;
  readonly appearance: Appearance;
  readonly records: Records;
  readonly disk: Disk;
  /** Determines which client secrets and certificates have expired. */
  readonly calendar: Calendar;
  readonly secrets: SecretsUse;
  readonly faults: FaultList;
}

/** Builds every tenant. Without a `tenants` section, the only tenant gets every record with credentials. */
export function buildTenants(input: TenantsInput, isSingleTenant: boolean): TenantPlan[] {
  const { settings, records } = input;
  const builder = assembleBuilder(input, 'required');
  const sources = isSingleTenant
    ? [createSingleTenant(settings.publicUrl, records.ids)]
    : [...records.tenants].map(([id, record]) => ({ id, record, at: ['tenants', id] }));
  const tenants = sources.map((source) => builder.build(source));
  builder.validateRecords();
  return tenants;
}

/** Puts the parts together that build a tenant from its record. */
export function assembleBuilder(
  { environment, settings, appearance, records, disk, calendar, faults, secrets: use }: TenantsInput,
  credentials: ProviderBuilderOptions['credentials'],
): TenantBuilder {
  // The only tenant has every record whose credentials are there, so nothing can be assumed of it.
  const isSingleTenant = records.tenants.size === 0;
  const values =
    use === 'read'
      ? createCredentialValues(environment, disk)
      : createUnreadValues(environment, !isSingleTenant);
  const secrets = createProtectedSecrets({ environment, records, values, disk });
  const boundary = createTenantBoundary({
    folder: settings.tenantSecrets,
    records,
    isTenant: (name) => records.tenants.has(name) || faults.faultyTenants.has(name),
    secrets,
    disk,
  });
  return createTenantBuilder({
    records,
    readCredentials: createCredentialsReader(values, boundary, calendar, use),
    readWebhook: createWebhookReader(values, boundary),
    credentials,
    allowInsecure: settings.allowInsecureProviders,
    defaults: { appearance, limits: settings.limits },
    disk,
    secrets: use,
    faults,
  });
}

/** Creates the only tenant of a service without a `tenants` section: it changes no record. */
export function createSingleTenant(publicUrl: string, recordIds: readonly string[]): TenantSource {
  const providers = new Map(recordIds.map((id) => [id, {}]));
  return { id: SINGLE_TENANT_ID, record: { publicUrl, providers }, at: [] };
}
