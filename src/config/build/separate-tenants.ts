import type { TenantPlan } from './tenant-plan.ts';

export interface SeparatedTenants {
  readonly served: readonly TenantPlan[];
  /** Faulty ones with an address of their own: it says so. */
  readonly misconfigured: readonly TenantPlan[];
}

/**
 * @param reachable ids of tenants with an address of their own
 * @param faulty ids of tenants with a fault
 */
export function separateTenants(
  tenants: readonly TenantPlan[],
  reachable: ReadonlySet<string>,
  faulty: ReadonlySet<string>,
): SeparatedTenants {
  return {
    served: tenants.filter(({ id }) => !faulty.has(id)).map(forgetWithheld),
    misconfigured: tenants
      .filter(({ id }) => faulty.has(id) && reachable.has(id))
      .map((tenant) => ({ ...forgetWithheld(tenant), providers: [], isMisconfigured: true })),
  };
}

/** Only the comparison of addresses needs them. */
function forgetWithheld(tenant: TenantPlan): TenantPlan {
  if (tenant.withheld === undefined) return tenant;
  const { withheld: _, ...rest } = tenant;
  return rest;
}
