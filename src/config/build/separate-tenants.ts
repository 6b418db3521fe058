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
  if (faulty.size === 0) return { served: tenants, misconfigured: [] };
  return {
    served: tenants.filter(({ id }) => !faulty.has(id)),
    misconfigured: tenants
      .filter(({ id }) => faulty.has(id) && reachable.has(id))
      .map((tenant) => ({ ...tenant, providers: [], isMisconfigured: true })),
  };
}
