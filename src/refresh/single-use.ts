import type { GrantContext } from '../grants/grants.ts';
import type { DomiError } from '../oauth/errors.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { RefreshEvent, ReplayDenial } from '../observability/events.ts';
import type { Span } from '../observability/tracing.ts';
import type { Fingerprint } from '../sealing/fingerprint.ts';
import type { Sealer } from '../sealing/sealer.ts';
import { GRANT_BUDGET, LATE_ANSWER_TIME } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import { nameToken, type PresentedToken } from './presented-token.ts';
import type { RefreshStore, SharedResponse } from './refresh-store.ts';
import type { Refreshed } from './refreshed.ts';
import { createDeadTokenError, isDeadToken } from './refusals.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';
import { describeFailure, readFailure } from './shared-failure.ts';
import type { TokenCache } from './token-cache.ts';
import { type Turn, takeTurn } from './turn.ts';

export interface SingleUseParts {
  readonly fingerprint: Fingerprint;
  readonly sealer: Sealer;
  readonly cache: TokenCache;
  /** Without a store, each replica is on its own. */
  readonly store?: RefreshStore | undefined;
  readonly clock: Clock;
  /** Only observes, and never throws. */
  readonly observe: (event: RefreshEvent) => void;
}

/** One request to a provider with something that is good once. */
export interface SingleUse {
  readonly presented: PresentedToken;
  /** Whether it is refused here when it is known to be spent; else the provider decides. */
  readonly refusesSuperseded: boolean;
  refuse(denial: ReplayDenial): DomiError;
  ask(context: GrantContext): Promise<TokenSet>;
  /**
   * The tokens of a response whose use shows that the response has arrived.
   * @returns undefined when the presented token has not been spent
   */
  listSuccessors(tokens: TokenSet): readonly string[] | undefined;
}

/**
 * Presents what dies when it is used (docs/refresh.md): the provider gets it once, and a client that presents it again
 * within a short time gets the same response. After that it is refused here, since the provider might end the tokens
 * that were issued for it.
 */
export async function useOnce(
  parts: SingleUseParts,
  use: SingleUse,
  span: Span | undefined,
): Promise<Refreshed> {
  const { cache, store, clock } = parts;
  const { presented, refusesSuperseded } = use;
  const { names } = presented;
  const deadline = clock.monotonic() + GRANT_BUDGET;

  // A client that presents a token has received the response that held it, so that response is not needed again.
  cache.endParentOf(names);
  if (cache.isDead(names)) throw createDeadTokenError();

  const turn = store && (await takeTurn({ ...parts, store }, presented, { deadline, refusesSuperseded }));
  if (turn?.isDead) {
    cache.markDead(names);
    throw createDeadTokenError();
  }
  // The end of a replay counts on every replica, also when the store is lost later.
  if (turn?.replayEnd) cache.endReplayOf(names, turn.replayEnd);
  // The store may know that a token is spent and lack the response to it, which this replica has.
  if (turn?.denial && turn.denial !== 'expired') throw refuse(parts, use, turn.denial);

  const replayed = replay(parts, presented, turn);
  if (replayed?.tokens) {
    // A store that gave the lease does not know that the token is spent.
    turn?.release(refusesSuperseded ? 'superseded' : 'failed');
    return { tokens: replayed.tokens, source: turn?.hasWaited ? 'coalesced' : 'replayed' };
  }
  const denial = replayed?.denial ?? cache.findSuperseded(names) ?? turn?.denial;
  if (denial && refusesSuperseded) {
    turn?.release('superseded');
    throw refuse(parts, use, denial);
  }

  // The call that this one has waited for may have spent the token, so it is not repeated.
  if (turn?.failure !== undefined) throw readFailure(turn.failure);

  turn?.hold();
  try {
    const tokens = await use.ask({ deadline, answerDeadline: deadline + LATE_ANSWER_TIME, span });
    await settleTurn(parts, use, tokens, turn);
    return { tokens, source: 'provider' };
  } catch (error) {
    if (isDeadToken(error)) {
      cache.markDead(names);
      turn?.release('dead');
    } else turn?.release('failed', describeFailure(error));
    throw error;
  }
}

function refuse({ observe }: SingleUseParts, use: SingleUse, denial: ReplayDenial): DomiError {
  observe({ registration: use.presented.registration, kind: 'superseded', denial });
  return use.refuse(denial);
}

/** @returns undefined when there is no response to this token */
function replay(
  { cache, sealer, clock }: SingleUseParts,
  presented: PresentedToken,
  turn: Turn | undefined,
): { readonly tokens?: TokenSet; readonly denial?: ReplayDenial } | undefined {
  const sealed = turn?.sealed ?? cache.replay(presented.names);
  if (sealed === undefined) return undefined;
  const tokens = openTokens(sealer, presented, sealed, clock.now());
  return tokens ? { tokens } : { denial: 'unreadable' };
}

/**
 * Remembers that the presented token is spent, keeps the response for replay and shares it. A failure here must not keep
 * the new tokens from the client.
 */
async function settleTurn(
  parts: SingleUseParts,
  use: SingleUse,
  tokens: TokenSet,
  turn: Turn | undefined,
): Promise<void> {
  const successors = use.listSuccessors(tokens);
  // The provider did not rotate the token: it stays valid, and its next use is an ordinary refresh.
  if (successors === undefined) return turn?.release('failed');
  try {
    const response = keepResponse(parts, use, tokens, successors);
    await turn?.publish(response);
  } catch {
    // Only the replay is lost; the client still gets its tokens.
    turn?.release('superseded');
  }
}

function keepResponse(
  { fingerprint, sealer, cache, clock, observe }: SingleUseParts,
  { presented, refusesSuperseded: isSuperseded }: SingleUse,
  tokens: TokenSet,
  successors: readonly string[],
): SharedResponse {
  const { registration, names } = presented;
  if (isSuperseded) cache.supersede(registration.tenantId, names);
  const response = {
    sealed: sealTokens(sealer, presented, tokens, clock.now()),
    successors: successors.map((token) => nameToken(fingerprint, registration, token)),
  };
  const outcome = cache.keep(registration.tenantId, names, response);
  if (outcome === 'too_large' || outcome === 'no_room')
    observe({ registration, kind: 'not_kept', why: outcome });
  return { ...response, canBeReplayed: outcome !== 'too_large', isSuperseded };
}
