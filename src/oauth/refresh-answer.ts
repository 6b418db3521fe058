import type { TokenSet } from './token-response.ts';

/**
 * What a Notes client receives for a refresh: one flat object with both tokens, always. The client treats a missing
 * refresh token as a failure, so the one it presented is handed back when the provider keeps it alive by not
 * sending another (RFC 6749 section 6).
 */
export function buildRefreshAnswer(tokens: TokenSet, presentedToken: string): Record<string, unknown> {
  return {
    ...tokens.extra,
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken ?? presentedToken,
    token_type: tokens.tokenType,
    ...(tokens.expiresIn !== undefined && { expires_in: tokens.expiresIn }),
    ...(tokens.scope !== undefined && { scope: tokens.scope }),
  };
}
