import type { GrantContext, Grants } from '../grants/grants.ts';
import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { PresentedToken } from './presented-token.ts';
import type { TokenCache } from './token-cache.ts';

/**
 * Asks the provider, and remembers a token that it refuses.
 * @throws DomiError
 */
export async function requestTokens(
  grants: Grants,
  cache: TokenCache,
  { registration, token, names, clientNetwork }: PresentedToken,
  context: GrantContext,
): Promise<TokenSet> {
  try {
    return await grants.refresh(registration, token, { ...context, clientNetwork });
  } catch (error) {
    if (isDeadToken(error)) cache.markDead(names);
    throw error;
  }
}

/** The error for a token that is known to be dead, and so refused without a call. */
export function createDeadTokenError(): DomiError {
  return new DomiError('invalid_grant', { reason: 'known to be dead', source: 'known_dead' });
}

export function isDeadToken(error: unknown): boolean {
  return isDomiError(error) && error.code === 'invalid_grant';
}
