import type { Tenant } from './tenant.ts';

/** First path segments that the service serves for every tenant, besides those of its providers. */
export const RESERVED_SEGMENTS: ReadonlySet<string> = new Set([
  'assets',
  'diag',
  'index.html',
  'favicon.ico',
]);

export interface AddressConflict {
  /** The tenant whose public URL must change. */
  readonly tenantId: string;
  /** Continues the text `tenants.<id>.publicUrl`. */
  readonly message: string;
}

/**
 * Finds public URLs that make an address of another tenant unreachable: equal ones (scheme, case and default port
 * are ignored, since a request does not show them), and prefixes that hide a path of the tenant above. The cost grows
 * with the number of tenants, not of their pairs.
 */
export function findAddressConflicts(tenants: readonly Tenant[]): AddressConflict[] {
  const conflicts: AddressConflict[] = [];
  const byAddress = new Map<string, Tenant>();
  for (const tenant of tenants) {
    const owner = byAddress.get(tenant.host + tenant.prefix);
    if (owner) {
      const message = `is already the address of tenants.${owner.id}`;
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
  if (tenant.byWebhook.has(segment)) return true;
  return tenant.byPath.has(segment.replace(/(Refresh|Revoke)$/, ''));
}
