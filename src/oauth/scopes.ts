import type { Provider } from './provider.ts';

/**
 * Which of the required scopes were not granted. A subset test, since services add scopes of their own
 * (Webex: `spark:kms`), and a tolerant one: Microsoft answers with `https://graph.microsoft.com/<name>` in any case
 * and order.
 * @param granted the `scope` of the token answer; absent means "as requested" (RFC 6749 section 5.1)
 */
export function findMissingScopes(provider: Provider, granted: string | undefined): string[] {
  if (granted === undefined) return [];
  const have = new Set(granted.split(/[\s,]+/).map(toComparable));
  return provider.requiredScopes.filter((scope) => !have.has(toComparable(scope)));
}

function toComparable(scope: string): string {
  return scope.replace(/^https:\/\/[^/]+\//, '').toLowerCase();
}
