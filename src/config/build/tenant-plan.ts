import type { Provider } from '../../oauth/provider.ts';
import { createTenant, type Tenant, type TenantSettings } from '../../tenants/tenant.ts';
import type { ProviderModel } from './build-model.ts';

/** A provider of a tenant, and what sets it apart from the record that it is made of. */
export interface PlannedProvider {
  readonly provider: Provider;
  /** Whether the OAuth client is the tenant's own or the one of the record. */
  readonly registration: 'own' | 'shared';
  /** What the record alone gives: one object for all tenants of the record. */
  readonly model: ProviderModel;
  /**
   * The fields that the provider has beyond the model, or has otherwise. Undefined for a tenant that takes the record as
   * it is: all these tenants hold one and the same planned provider.
   */
  readonly differs: Partial<Provider> | undefined;
}

/** A tenant as plain data. */
export interface TenantPlan extends Omit<TenantSettings, 'providers'> {
  readonly providers: readonly PlannedProvider[];
}

/** Puts the look-up tables of requests on top of the plain data. */
export function toTenant(plan: TenantPlan): Tenant {
  return createTenant({ ...plan, providers: plan.providers.map(({ provider }) => provider) });
}

/** @returns the fields that are not the very values of the model */
export function listDifferences(model: ProviderModel, provider: Provider): Partial<Provider> {
  const differs: Record<string, unknown> = {};
  for (const name in provider) {
    const value = provider[name as keyof Provider];
    if (value !== model[name as keyof ProviderModel]) differs[name] = value;
  }
  return differs;
}
