import type { Provider } from '../../oauth/provider.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import { buildRedirectUri } from '../../tenants/addresses.ts';
import { createTenant } from '../../tenants/tenant.ts';

/**
 * A provider sends browsers only to addresses that are registered for the OAuth app. When the record says which ones
 * these are, a tenant that shares the app from another address cannot work, and is told so before a user is.
 * @param own what the tenant says itself; with a client id of its own it has an app, and a list, of its own
 * @returns what is wrong, reading on after the name of the provider
 */
export function findUnregistered(
  record: ProviderRecord,
  own: ProviderRecord | undefined,
  publicUrl: string,
  provider: Provider,
): string | undefined {
  const hasOwnApp = own?.clientId !== undefined;
  const registered = hasOwnApp ? own.redirectUris : record.redirectUris;
  if (registered === undefined || !URL.canParse(publicUrl)) return undefined;
  const uri = buildRedirectUri(createTenant({ id: '', publicUrl, providers: [] }), provider);
  if (registered.includes(uri)) return undefined;
  return `cannot come back to ${uri}, which is not among the redirectUris of ${hasOwnApp ? 'its' : 'the shared'} app: register it there and add it to the list, or give the tenant an app of its own (clientId, clientSecret)`;
}
