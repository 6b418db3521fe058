import type { TokenMoments } from './token-moments.ts';
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
    ...toHints(tokens.moments),
  };
}

/** Moments instead of seconds, so that a client can plan with them whenever it reads them again. */
function toHints({ expiresAt, refreshExpiresAt, refreshBefore }: TokenMoments = {}): Record<string, string> {
  return {
    ...(expiresAt !== undefined && { expires_at: toTimestamp(expiresAt) }),
    ...(refreshExpiresAt !== undefined && { refresh_expires_at: toTimestamp(refreshExpiresAt) }),
    ...(refreshBefore !== undefined && { refresh_before: toTimestamp(refreshBefore) }),
  };
}

/** @returns ISO 8601 in UTC, to the second that has begun */
function toTimestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
