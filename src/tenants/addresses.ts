import type { Provider } from '../oauth/provider.ts';
import type { Tenant } from './tenant.ts';

/**
 * Each provider of each tenant has a redirect URI of its own: the defence against mix-up attacks
 * of RFC 9700 section 4.4.2. It comes from the configuration alone, never from a request header.
 */
export function buildRedirectUri(tenant: Tenant, provider: Provider): string {
  return `${tenant.publicUrl}/${provider.callback}`;
}

/**
 * The address where a sign-in starts. It is absolute, so that a browser that uses another name of this host (127.0.0.1
 * instead of localhost) gets its cookie for the host of the callback.
 */
export function buildStartUrl(tenant: Tenant, provider: Provider): string {
  return `${tenant.publicUrl}/${provider.path}/index.html`;
}

/** The addresses that an administrator enters in the provider consoles and in Notes, one entry per enabled provider. */
export function listAddresses(tenants: readonly Tenant[]): Record<string, string>[] {
  return tenants.flatMap((tenant) =>
    tenant.providers.map((provider) => ({
      tenant: tenant.id,
      provider: provider.id,
      callback: buildRedirectUri(tenant, provider),
      start: buildStartUrl(tenant, provider),
      refresh: `${tenant.publicUrl}/${provider.path}Refresh`,
      revoke: `${tenant.publicUrl}/${provider.path}Revoke`,
      ...(provider.webhook && { webhook: `${tenant.publicUrl}/${provider.webhook.path}` }),
    })),
  );
}
