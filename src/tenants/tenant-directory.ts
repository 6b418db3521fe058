import { normalizeHost } from './host.ts';
import type { Tenant } from './tenant.ts';

export interface Resolution {
  readonly tenant: Tenant;
  /** The request path without the tenant's prefix; begins with a slash. */
  readonly path: string;
}

export interface TenantDirectory {
  readonly tenants: readonly Tenant[];
  /** @returns undefined for an unknown host or prefix: there is no default tenant */
  resolve(host: string | undefined, path: string): Resolution | undefined;
}

/** @param isSingle whether the service is this one tenant, without a `tenants` section */
export function createDirectory(tenants: readonly Tenant[], isSingle: boolean): TenantDirectory {
  const [first] = tenants;
  return isSingle && first ? createSingleTenantDirectory(first) : createTenantDirectory(tenants);
}

/**
 * One tenant, whatever the Host header says: a proxy in front may have replaced it, as nginx does by default, and
 * nothing of it is ever used. The prefix of its public URL is optional in the path, since an ingress may strip it.
 */
export function createSingleTenantDirectory(tenant: Tenant): TenantDirectory {
  return {
    tenants: [tenant],
    resolve: (_host, path) => ({ tenant, path: stripPrefix(path, tenant.prefix) ?? path }),
  };
}

/** Many tenants, told apart by host and then by path; the cost does not depend on their number. */
export function createTenantDirectory(tenants: readonly Tenant[]): TenantDirectory {
  const byAddress = new Map(tenants.map((tenant) => [tenant.host + tenant.prefix, tenant]));
  const depth = tenants.reduce((most, { prefix }) => Math.max(most, countSegments(prefix)), 0);
  return {
    tenants,
    resolve(host, path) {
      const key = normalizeHost(host);
      if (key === undefined) return undefined;
      // The longest prefix wins: a tenant at /acme/emea is not hidden by one at /acme.
      for (const prefix of listPrefixes(path, depth)) {
        const tenant = byAddress.get(key + prefix);
        if (tenant) return { tenant, path: path.slice(prefix.length) || '/' };
      }
      return undefined;
    },
  };
}

function stripPrefix(path: string, prefix: string): string | undefined {
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

function countSegments(prefix: string): number {
  return prefix.split('/').length - 1;
}

/** `/a/b/c` to a depth of 2 gives `/a/b`, `/a` and the empty prefix. */
function listPrefixes(path: string, depth: number): string[] {
  const segments = path.split('/').slice(1, depth + 1);
  return Array.from({ length: segments.length + 1 }, (_, index) => {
    const taken = segments.slice(0, segments.length - index);
    return taken.map((segment) => `/${segment}`).join('');
  });
}
