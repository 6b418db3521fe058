import type { Provider } from './provider.ts';

/** Scopes that control which tokens are issued; services do not list them among the granted scopes. */
const NEVER_ECHOED = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'offline']);

/** Further names of a permission (for administrators, for master accounts) would only make a message longer. */
const SHOWN_CHOICES = 2;

/**
 * Finds the required scopes that were not granted. Further scopes are ignored, since services add their own (Webex:
 * `spark:kms`). The comparison is tolerant: Microsoft returns `https://graph.microsoft.com/<name>` in any case and
 * order, RingCentral drops underscores and hyphens or keeps them.
 * @param granted the `scope` of the token response; absent means "as requested" (RFC 6749 section 5.1)
 * @returns names as configured; of alternatives the first two, joined by a slash
 */
export function findMissingScopes(provider: Provider, granted: string | undefined): string[] {
  if (granted === undefined) return [];
  const have = new Set(granted.split(/[\s,]+/).map(toComparable));
  return provider.requiredScopes
    .map((scope) => [scope].flat())
    .filter((choices) => !choices.some((scope) => NEVER_ECHOED.has(scope) || have.has(toComparable(scope))))
    .map((choices) => choices.slice(0, SHOWN_CHOICES).join(' / '));
}

function toComparable(scope: string): string {
  return scope
    .toLowerCase()
    .replace(/^(https|api):\/\/[^/]+\//, '')
    .replaceAll(/[_-]/g, '');
}
