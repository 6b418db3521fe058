import type { Provider } from '../../oauth/provider.ts';
import type { AddressOwner } from '../../tenants/find-address-conflicts.ts';
import type { ProviderPaths } from '../../tenants/provider-segments.ts';
import { createTenant, type Tenant, type TenantSettings } from '../../tenants/tenant.ts';
import type { ProviderModel } from './build-model.ts';
import type { OverviewTenant } from './provider-overview.ts';

/** A provider of a tenant, and its differences from its record. */
export interface PlannedProvider {
  readonly provider: Provider;
  /** Whether the OAuth client is the tenant's own, or that of the record. */
  readonly app: 'own' | 'shared';
  /** The model of the record alone: one object for all its tenants. */
  readonly model: ProviderModel;
  /**
   * The fields in which the provider differs from the model. Undefined for a tenant that does not change the record:
   * all these tenants share one planned provider.
   */
  readonly differs: Partial<Provider> | undefined;
}

/** A tenant as plain data. */
export interface TenantPlan extends Omit<TenantSettings, 'providers'> {
  readonly providers: readonly PlannedProvider[];
  /** Addresses of its providers that have a fault, or no credentials yet: nobody else gets them meanwhile. */
  readonly withheld?: readonly ProviderPaths[];
}

/** Adds the lookup tables for requests to the plain data. */
export function toTenant(plan: TenantPlan): Tenant {
  return createTenant({ ...plan, providers: plan.providers.map(({ provider }) => provider) });
}

/** @returns a tenant with all its addresses, for the comparison with others */
export function toAddressOwner(plan: TenantPlan): AddressOwner {
  const tenant = toTenant(plan);
  if (plan.withheld === undefined) return tenant;
  return { ...tenant, providers: [...tenant.providers, ...plan.withheld] };
}

/** @returns what an overview of all providers needs of a tenant */
export function toOverviewTenant({ id, providers }: TenantPlan): OverviewTenant {
  return { id, providers: providers.map(({ provider }) => provider) };
}

/** @returns the fields whose values are not identical to those of the model */
export function listDifferences(model: ProviderModel, provider: Provider): Partial<Provider> {
  const differs: Record<string, unknown> = {};
  for (const name in provider) {
    const value = provider[name as keyof Provider];
    if (value !== model[name as keyof ProviderModel]) differs[name] = value;
  }
  return differs;
}
