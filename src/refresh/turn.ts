import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { RefreshEvent, ReplayDenial } from '../observability/events.ts';
import { FIRST_PAUSE, LONGEST_PAUSE } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import type { PresentedToken } from './presented-token.ts';
import type { LeaseState, RefreshStore, SharedResponse, StoreSession } from './refresh-store.ts';
import type { TokenCache } from './token-cache.ts';

export interface TurnParts {
  readonly store: RefreshStore;
  readonly cache: TokenCache;
  readonly clock: Clock;
  /** Only observes, and never throws. */
  readonly observe: (event: RefreshEvent) => void;
}

export interface TurnOptions {
  /** Milliseconds on the monotonic clock. */
  readonly deadline: number;
  readonly refusesSuperseded: boolean;
}

/** The outcome of waiting for the lease of a token: the lease itself, or the result of another replica. */
export interface Turn {
  /** Sealed response of another replica. */
  readonly sealed: string | undefined;
  /** Whether another replica has found the token dead. */
  readonly isDead: boolean;
  /** Why there is no response although another replica has spent the token. */
  readonly denial: ReplayDenial | undefined;
  /** Why a response that this replica has kept must not be replayed either. */
  readonly replayEnd: ReplayDenial | undefined;
  /** How the call of another replica failed that this one has waited for (shared-failure.ts). */
  readonly failure: string | undefined;
  /** Whether another replica held the lease first. */
  readonly hasWaited: boolean;
  /** Renews the lease until `publish` or `release`. */
  hold(): void;
  /** Shares the response and ends the turn. Never rejects, since a failure loses only the replay. */
  publish(response: SharedResponse): Promise<void>;
  /**
   * Ends the turn without a response, in the background.
   * @param failure what others who wait for this call are told; without it, they may present the token
   */
  release(outcome: 'dead' | 'superseded' | 'failed', failure?: string): void;
}

/**
 * Waits until no other replica asks the provider with the same token. A token that another replica was seen to hold stays
 * in doubt for the length of a call, unless that replica gives it back, or its lease ends by itself before our eyes: the
 * store may have been lost, stopped or replaced by an empty one in the meantime.
 * @throws DomiError `provider_timeout` when the other replica is not done by the deadline, `temporarily_unavailable` when
 *   the token is in doubt
 */
export async function takeTurn(
  { store, cache, clock, observe }: TurnParts,
  { registration, names }: PresentedToken,
  { deadline, refusesSuperseded }: TurnOptions,
): Promise<Turn> {
  const session = store.open(names);
  const startedAt = clock.monotonic();
  let hasWaited = false;
  let leaseEnd: number | undefined;

  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const hasOutlivedLease = leaseEnd !== undefined && clock.monotonic() >= leaseEnd;
      const isInDoubt = cache.doubtLeft(names) > 0 && !hasOutlivedLease;
      const lease = await session.present({ hasWaited, isInDoubt, refusesSuperseded });
      if (lease === undefined) {
        // The other call may have spent the token; a second call could then only get `invalid_grant`.
        if (cache.doubtLeft(names) > 0) {
          // The lost reply may have been the lease.
          session.release('failed').catch(() => undefined);
          throw createDoubtError(STORE_RETRY, 'store lost while in doubt');
        }
        return createTurn(session, lease, hasWaited);
      }
      if (lease.state === 'busy') {
        cache.doubt(names);
        leaseEnd = clock.monotonic() + lease.leaseLeft;
      } else if (lease.state === 'lost') {
        leaseEnd = undefined;
      } else {
        cache.endDoubt(names);
        return createTurn(session, lease, hasWaited);
      }
      if (deadline - clock.monotonic() < pause) throw createLateError(lease, cache.doubtLeft(names));
      hasWaited = true;
      await clock.sleep(pause);
    }
  } catch (error) {
    if (isDomiError(error) && error.code === 'temporarily_unavailable')
      observe({ registration, kind: 'in_doubt' });
    throw error;
  } finally {
    if (hasWaited) {
      const seconds = (clock.monotonic() - startedAt) / 1000;
      observe({ registration, kind: 'waited', waitedFor: 'replica', seconds });
    }
  }
}

/** Milliseconds: the store may be back at any moment. */
const STORE_RETRY = 1000;

function createLateError({ state }: LeaseState, doubtLeft: number): DomiError {
  if (state === 'lost') return createDoubtError(doubtLeft, 'lease lost while in doubt');
  return new DomiError('provider_timeout', { reason: 'another replica is still asking' });
}

/** @param wait milliseconds */
function createDoubtError(wait: number, reason: string): DomiError {
  return new DomiError('temporarily_unavailable', {
    reason,
    description:
      'Another instance of this service is refreshing this token, and its answer is not known here yet. Keep the token and try again.',
    retryAfter: Math.max(1, Math.ceil(wait / 1000)),
  });
}

/** A store that knows a token to be spent may only lack the response to it: then the time of the replica counts. */
function readReplayEnd(lease: LeaseState | undefined): ReplayDenial | undefined {
  if (lease?.state !== 'leased' && lease?.state !== 'superseded') return undefined;
  return lease.denial === 'expired' ? undefined : lease.denial;
}

/** @param lease undefined when the store did not answer: nothing is shared then, and the refresh goes on */
function createTurn(session: StoreSession, lease: LeaseState | undefined, hasWaited: boolean): Turn {
  // After a lost reply, the store may hold a lease all the same.
  const mayBeOurs = lease === undefined || lease.state === 'leased';
  let stopRenewing: (() => void) | undefined;
  return {
    sealed: lease?.state === 'answered' ? lease.sealed : undefined,
    isDead: lease?.state === 'dead',
    denial: lease?.state === 'superseded' ? lease.denial : undefined,
    replayEnd: readReplayEnd(lease),
    failure: lease?.state === 'failed' ? lease.failure : undefined,
    hasWaited,
    hold() {
      stopRenewing = session.renew();
    },
    async publish(response) {
      // A renewal after this would bring the lease back.
      stopRenewing?.();
      await session.publish(response).catch(() => undefined);
    },
    release(outcome, failure) {
      stopRenewing?.();
      if (mayBeOurs) session.release(outcome, failure).catch(() => undefined);
    },
  };
}
