import type { TokenSet } from './token-response.ts';

/**
 * Builds the response to a refresh for Notes: one flat object that always has both tokens. Notes treats a missing
 * refresh token as a failure, so the presented one is returned when the provider sends no other, which keeps it valid
 * (RFC 6749 section 6).
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
