import type { Grants } from '../grants/grants.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { Span } from '../observability/tracing.ts';
import type { Fingerprint } from '../sealing/fingerprint.ts';
import type { Sealer } from '../sealing/sealer.ts';
import { GRANT_BUDGET } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import { nameToken, type PresentedToken } from './presented-token.ts';
import type { RefreshStore } from './refresh-store.ts';
import type { Refreshed } from './refreshed.ts';
import { createDeadTokenError, isDeadToken, requestTokens } from './request-tokens.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';
import type { SealedResponse, TokenCache } from './token-cache.ts';
import { takeTurn } from './turn.ts';

export interface SingleUseParts {
  readonly grants: Grants;
  readonly fingerprint: Fingerprint;
  readonly sealer: Sealer;
  readonly cache: TokenCache;
  /** Without a store, each replica is on its own. */
  readonly store?: RefreshStore | undefined;
  readonly clock: Clock;
}

/**
 * Refreshes at providers whose refresh tokens die when they are used (docs/refresh.md): the provider gets a token once,
 * and a client that presents it again within a short time gets the same response.
 */
export async function refreshSingleUse(
  parts: SingleUseParts,
  presented: PresentedToken,
  span: Span | undefined,
): Promise<Refreshed> {
  const { grants, cache, store, sealer, clock } = parts;
  const { names } = presented;
  const deadline = clock.monotonic() + GRANT_BUDGET;

  // A client that presents a token has received the response that held it, so that response is not needed again.
  cache.endParentOf(names);
  if (cache.isDead(names)) throw createDeadTokenError();

  const turn = store && (await takeTurn(store, names, deadline, clock));
  if (turn?.isDead) {
    cache.markDead(names);
    throw createDeadTokenError();
  }

  const sealed = turn?.sealed ?? cache.replay(names);
  const replayed = sealed && openTokens(sealer, presented, sealed, clock.now());
  if (replayed) {
    turn?.release('failed');
    return { tokens: replayed, source: turn?.hasWaited ? 'coalesced' : 'replayed' };
  }
  if (cache.isDead(names)) {
    // The response has reached its number of replays: the token is spent, and a call would only confirm that.
    turn?.release('dead');
    throw createDeadTokenError();
  }

  turn?.hold();
  try {
    const tokens = await requestTokens(grants, cache, presented, { deadline, span });
    const response = keepForReplay(parts, presented, tokens);
    await turn?.publish(response);
    return { tokens, source: 'provider' };
  } catch (error) {
    turn?.release(isDeadToken(error) ? 'dead' : 'failed');
    throw error;
  }
}

/**
 * Keeps the response for replay. The presented token is spent, so a failure here must not keep the new tokens from the
 * client.
 * @returns undefined when there is nothing to replay
 */
function keepForReplay(
  { fingerprint, sealer, cache, clock }: SingleUseParts,
  presented: PresentedToken,
  tokens: TokenSet,
): SealedResponse | undefined {
  const { registration, token, names } = presented;
  const { refreshToken, accessToken } = tokens;
  // The provider did not rotate the token: it stays valid, and its next use is an ordinary refresh.
  if (refreshToken === undefined || refreshToken === token) return undefined;
  try {
    const response = {
      sealed: sealTokens(sealer, presented, tokens, clock.now()),
      successors: [
        nameToken(fingerprint, registration, refreshToken),
        nameToken(fingerprint, registration, accessToken),
      ],
    };
    cache.keep(names, response);
    return response;
  } catch {
    // Only the replay is lost; the client still gets its tokens.
    return undefined;
  }
}
