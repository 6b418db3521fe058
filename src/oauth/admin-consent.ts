import type { Provider } from './provider.ts';

/**
 * One click of an administrator instead of a consent by each user; most Entra directories allow nothing else.
 * @returns undefined for a service without such a page
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function buildAdminConsentUrl(provider: Provider, redirectUri: string): string | undefined {
  if (provider.adminConsentEndpoint === undefined || provider.clientId === '') return undefined;
  const url = new URL(provider.adminConsentEndpoint);
  url.searchParams.set('client_id', provider.clientId);
  url.searchParams.set('scope', provider.scopes.join(' '));
  url.searchParams.set('redirect_uri', redirectUri);
  // `+` means a space in forms only, and some programs that turn text into links break it.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}

export type AdminConsentAnswer = 'given' | 'not_given';

/**
 * Reads what comes back from the admin consent page of a provider: `admin_consent=True`, with the `state` of the link when it
 * had one, without a code; or `permission_denied`, which no sign-in answers. Anyone can write such an address, so it proves
 * nothing and changes nothing.
 * @returns undefined when the query is not such an answer, or the provider has no such page
 */
export function readAdminConsentAnswer(provider: Provider, query: string): AdminConsentAnswer | undefined {
  const parameters = new URLSearchParams(query);
  if (provider.adminConsentEndpoint === undefined || parameters.has('code')) return undefined;
  const answers = parameters.getAll('admin_consent');
  if (answers.length === 0) return parameters.get('error') === 'permission_denied' ? 'not_given' : undefined;
  const isGiven = answers.every((answer) => /^true$/i.test(answer)) && !parameters.has('error');
  return isGiven ? 'given' : 'not_given';
}
