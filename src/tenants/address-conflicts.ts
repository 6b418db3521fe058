import type { Tenant } from './tenant.ts';

/** First path segments that are ours at every tenant, whatever its meeting services are called. */
export const RESERVED_SEGMENTS: ReadonlySet<string> = new Set([
  'assets',
  'diag',
  'index.html',
  'favicon.ico',
]);

export interface AddressConflict {
  /** The tenant whose public URL has to change. */
  readonly tenantId: string;
  /** Reads on after `tenants.<id>.publicUrl`. */
  readonly message: string;
}

/**
 * Public URLs that would make an address of another tenant unreachable: the same one twice (also when only scheme,
 * case or default port differ: a request does not show these), or a prefix that lies across a path of the tenant
 * above it. The cost does not grow with pairs of tenants.
 */
export function findAddressConflicts(tenants: readonly Tenant[]): AddressConflict[] {
  const conflicts: AddressConflict[] = [];
  const byAddress = new Map<string, Tenant>();
  for (const tenant of tenants) {
    const owner = byAddress.get(tenant.host + tenant.prefix);
    if (owner) {
      const message = `is the address of tenants.${owner.id} already`;
      conflicts.push({ tenantId: tenant.id, message });
    } else {
      byAddress.set(tenant.host + tenant.prefix, tenant);
    }
  }
  for (const tenant of tenants) {
    const segments = tenant.prefix.split('/').slice(1);
    for (let length = 0; length < segments.length; length += 1) {
      const above = segments.slice(0, length).map((segment) => `/${segment}`);
      const owner = byAddress.get(tenant.host + above.join(''));
      const segment = segments[length] ?? '';
      if (owner && isAnsweredBy(owner, segment)) {
        const message = `hides ${owner.publicUrl}/${segment}, an address of tenants.${owner.id}`;
        conflicts.push({ tenantId: tenant.id, message });
      }
    }
  }
  return conflicts;
}

function isAnsweredBy(tenant: Tenant, segment: string): boolean {
  if (RESERVED_SEGMENTS.has(segment) || tenant.byCallback.has(segment)) return true;
  return tenant.byPath.has(segment.replace(/(Refresh|Revoke)$/, ''));
}
