import { normalizeHost, toAddressKey } from './normalize-host.ts';
import type { Tenant } from './tenant.ts';

export interface Resolution {
  readonly tenant: Tenant;
  /** The request path without the tenant's prefix; begins with a slash. */
  readonly path: string;
}

export interface TenantDirectory {
  /** Those that are served. A misconfigured tenant is found by its address only. */
  readonly tenants: readonly Tenant[];
  /** Whether the service is one tenant, which takes every host. */
  readonly isSingle: boolean;
  /** @returns undefined for an unknown host or prefix: there is no default tenant */
  resolve(host: string | undefined, path: string): Resolution | undefined;
}

/** @param isSingle whether the configuration has no `tenants` section, so that the service is one tenant */
export function createDirectory(tenants: readonly Tenant[], isSingle: boolean): TenantDirectory {
  const builder = createDirectoryBuilder();
  for (const tenant of tenants) builder.add(tenant);
  return builder.finish(isSingle);
}

/** Builds a directory tenant by tenant, so that tens of thousands do not block the event loop. */
export interface DirectoryBuilder {
  readonly tenants: readonly Tenant[];
  add(tenant: Tenant): void;
  finish(isSingle: boolean): TenantDirectory;
}

export function createDirectoryBuilder(): DirectoryBuilder {
  const tenants: Tenant[] = [];
  const byAddress = new Map<string, Tenant>();
  let depth = 0;
  return {
    tenants,
    add(tenant) {
      if (!tenant.isMisconfigured) tenants.push(tenant);
      byAddress.set(toAddressKey(tenant), tenant);
      depth = Math.max(depth, countSegments(tenant.prefix));
    },
    finish(isSingle) {
      const [first] = tenants;
      if (isSingle && first) return createSingleTenantDirectory(first);
      return createResolvingDirectory(tenants, byAddress, depth);
    },
  };
}

/**
 * One tenant for every Host header: a proxy may have replaced it, as nginx does by default, and only the lookup of
 * tenants uses it. The prefix of the public URL is optional in the path, since an ingress may strip it.
 */
export function createSingleTenantDirectory(tenant: Tenant): TenantDirectory {
  return {
    tenants: [tenant],
    isSingle: true,
    resolve: (_host, path) => ({ tenant, path: tenant.prefix ? stripPrefix(path, tenant.prefix) : path }),
  };
}

/** Many tenants, distinguished by host and then by path. The cost of a lookup does not depend on their number. */
function createResolvingDirectory(
  tenants: readonly Tenant[],
  byAddress: ReadonlyMap<string, Tenant>,
  depth: number,
): TenantDirectory {
  return {
    tenants,
    isSingle: false,
    resolve(host, path) {
      const normalized = normalizeHost(host);
      if (normalized === undefined) return undefined;
      const key = toAddressKey({ host: normalized, prefix: '' });
      // The longest prefix wins: a tenant at /acme/emea is not hidden by one at /acme.
      for (const prefix of listPrefixes(path, depth)) {
        const tenant = byAddress.get(key + prefix);
        if (tenant) return { tenant, path: path.slice(prefix.length) || '/' };
      }
      return undefined;
    },
  };
}

/** @returns the path unchanged when it does not begin with the prefix */
function stripPrefix(path: string, prefix: string): string {
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
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
