import type { Provider } from './provider.ts';
import { TOKEN_TYPE_HINTS, type TokenTypeHint } from './token-type-hint.ts';

/**
 * Whether revoking this token ends the grant. A refresh token always does (RFC 7009 section 2.1); an access token only where
 * the service says so. Without a hint the token counts as an access token, which is what Notes presents.
 */
export function canEndGrant(provider: Provider, hint: TokenTypeHint | undefined): boolean {
  if (provider.revocation === 'none') return false;
  return provider.revocationEnds === 'grant' || hint === 'refresh_token';
}

/**
 * Lists the hints to try in turn. A service that follows RFC 7009 finds the token with either; others look where the hint
 * points and know no such token.
 */
export function listHints(provider: Provider, hint: TokenTypeHint | undefined): readonly TokenTypeHint[] {
  if (hint !== undefined) return [hint];
  return provider.revocation === 'query' ? ['access_token'] : TOKEN_TYPE_HINTS;
}
