import type { Grants } from '../grants/grants.ts';
import type { Span } from '../observability/tracing.ts';
import { GRANT_BUDGET } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import type { PresentedToken } from './presented-token.ts';
import type { Refreshed } from './refreshed.ts';
import { createDeadTokenError, isDeadToken } from './refusals.ts';
import type { TokenCache } from './token-cache.ts';

export interface ReusableParts {
  readonly grants: Grants;
  readonly cache: TokenCache;
  readonly clock: Clock;
}

/**
 * Refreshes at providers whose refresh tokens are reusable: there is nothing to replay or to share with other replicas.
 */
export async function refreshReusable(
  { grants, cache, clock }: ReusableParts,
  { registration, token, names, clientNetwork }: PresentedToken,
  span: Span | undefined,
): Promise<Refreshed> {
  if (cache.isDead(names)) throw createDeadTokenError();
  const deadline = clock.monotonic() + GRANT_BUDGET;
  try {
    const tokens = await grants.refresh(registration, token, { deadline, span, clientNetwork });
    return { tokens, source: 'provider' };
  } catch (error) {
    if (isDeadToken(error)) cache.markDead(names);
    throw error;
  }
}
