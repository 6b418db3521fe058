import type { Provider } from '../oauth/provider.ts';
import type { Tenant } from './tenant.ts';

/**
 * Each tenant and provider has a redirect URI of its own, which is the countermeasure of RFC 9700 section 4.4.2
 * against mix-up. It comes from configuration alone, never from a request header.
 */
export function buildRedirectUri(tenant: Tenant, provider: Provider): string {
  return `${tenant.publicUrl}/${provider.callback}`;
}

/**
 * Where a sign-in starts. The whole public address, so that somebody who came by another name of this host (127.0.0.1
 * for localhost) gets the cookie for the host that the callback will come to.
 */
export function buildStartUrl(tenant: Tenant, provider: Provider): string {
  return `${tenant.publicUrl}/${provider.path}/index.html`;
}

/** What an administrator needs in the provider consoles and in Notes, one entry per enabled meeting service. */
export function listAddresses(tenants: readonly Tenant[]): Record<string, string>[] {
  return tenants.flatMap((tenant) =>
    tenant.providers.map((provider) => ({
      tenant: tenant.id,
      provider: provider.id,
      callback: buildRedirectUri(tenant, provider),
      start: buildStartUrl(tenant, provider),
      refresh: `${tenant.publicUrl}/${provider.path}Refresh`,
      revoke: `${tenant.publicUrl}/${provider.path}Revoke`,
    })),
  );
}
