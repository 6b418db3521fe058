import type { Provider } from './provider.ts';

/** OpenID Connect and `offline_access` steer what is issued; services do not list them among the granted scopes. */
const NEVER_ECHOED = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'offline']);

/**
 * Which of the required scopes were not granted. A subset test, since services add scopes of their own
 * (Webex: `spark:kms`), and a tolerant one: Microsoft answers with `https://graph.microsoft.com/<name>` in any case
 * and order, RingCentral with or without the underscores and hyphens of a name.
 * @param granted the `scope` of the token answer; absent means "as requested" (RFC 6749 section 5.1)
 * @returns names as configured; alternatives are joined by a slash
 */
export function findMissingScopes(provider: Provider, granted: string | undefined): string[] {
  if (granted === undefined) return [];
  const have = new Set(granted.split(/[\s,]+/).map(toComparable));
  return provider.requiredScopes
    .map((scope) => [scope].flat())
    .filter((choices) => !choices.some((scope) => NEVER_ECHOED.has(scope) || have.has(toComparable(scope))))
    .map((choices) => choices.join(' / '));
}

function toComparable(scope: string): string {
  return scope
    .toLowerCase()
    .replace(/^(https|api):\/\/[^/]+\//, '')
    .replaceAll(/[_-]/g, '');
}
