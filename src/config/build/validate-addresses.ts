import { findAddressConflicts } from '../../tenants/find-address-conflicts.ts';
import type { FaultList } from '../report/fault-list.ts';
import { findPublicUrlFault } from '../settings/find-public-url-fault.ts';
import { type TenantPlan, toAddressOwner } from './tenant-plan.ts';

/**
 * Validates rules across tenants: an address must not hide one of another tenant, or of the service itself. Tenants that
 * have a fault keep their addresses, so that nobody else gets their users.
 * @returns the ids of the tenants that have an address of their own, the first of several at one address
 */
export function validateAddresses(
  tenants: readonly TenantPlan[],
  isSingleTenant: boolean,
  faults: FaultList,
): ReadonlySet<string> {
  const reachable = tenants.filter(({ publicUrl }) => findPublicUrlFault(publicUrl) === undefined);
  if (isSingleTenant) validateOwnPrefix(reachable, faults);
  const conflicts = isSingleTenant ? [] : findAddressConflicts(reachable.map(toAddressOwner));
  const ids = new Set(reachable.map(({ id }) => id));
  for (const { tenantId, message, keepsAddress } of conflicts) {
    const paths = [['tenants', tenantId, 'publicUrl']];
    faults.ofTenant(tenantId).add({ paths }, `tenants.${tenantId}.publicUrl ${message}`, 'address_conflict');
    if (!keepsAddress) ids.delete(tenantId);
  }
  return ids;
}

/** A single tenant is found without its prefix too, so a prefix that equals one of its paths would hide that path. */
function validateOwnPrefix(tenants: readonly TenantPlan[], faults: FaultList): void {
  for (const plan of tenants) {
    const tenant = toAddressOwner(plan);
    const root = { ...tenant, id: 'root', publicUrl: new URL(plan.publicUrl).origin, prefix: '' };
    const [conflict] = findAddressConflicts([root, tenant]);
    if (conflict && root.publicUrl !== tenant.publicUrl)
      faults.add('OAUTH_HOSTNAME', 'ends in a path that this service uses itself: choose another prefix');
  }
}
