import type { Provider } from '../../oauth/provider.ts';
import { buildRedirectUri } from '../../tenants/addresses.ts';
import { createTenant } from '../../tenants/tenant.ts';
import type { PlannedProvider } from './tenant-plan.ts';

/**
 * A provider redirects browsers only to addresses that are registered for the OAuth app. If the record lists them, a
 * tenant that shares the app from another address cannot work, and the operator must learn that before a user does.
 * @param registered the addresses, if the record of the registration lists them
 * @returns a fault that continues the name of the provider
 */
export function findUnregisteredUri(
  registered: readonly string[] | undefined,
  publicUrl: string,
  provider: Provider,
  app: PlannedProvider['app'],
): string | undefined {
  if (registered === undefined) return undefined;
  const uri = buildRedirectUri(createTenant({ id: '', publicUrl, providers: [] }), provider);
  if (registered.includes(uri)) return undefined;
  const owner = app === 'own' ? 'its' : 'the shared';
  return `cannot come back to ${uri}, which is not among the redirectUris of ${owner} app: register it there and add it to the list, or give the tenant an app of its own (clientId, clientSecret)`;
}
