import { DomiError } from '../oauth/errors.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { FIRST_PAUSE, LONGEST_PAUSE } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import type { LeaseState, RefreshStore, StoreSession } from './refresh-store.ts';
import type { SealedResponse } from './token-cache.ts';

/** The outcome of waiting for the lease of a token: the lease itself, or the result of another replica. */
export interface Turn {
  /** Sealed response of another replica. */
  readonly sealed: string | undefined;
  /** Whether another replica has found the token dead. */
  readonly isDead: boolean;
  /** Whether another replica held the lease first. */
  readonly hasWaited: boolean;
  /** Renews the lease until `publish` or `release`. */
  hold(): void;
  /**
   * Shares the response and ends the turn. Never rejects, since a failure loses only the replay.
   * @param response undefined when there is nothing to replay
   */
  publish(response: SealedResponse | undefined): Promise<void>;
  /** Ends the turn without a response, in the background. */
  release(outcome: 'dead' | 'failed'): void;
}

/**
 * Waits until no other replica asks the provider with the same token.
 * @param deadline milliseconds on the monotonic clock
 * @throws DomiError `provider_timeout` when the other replica is not done by the deadline, `temporarily_unavailable`
 *   when the store fails in the meantime
 */
export async function takeTurn(
  store: RefreshStore,
  names: Names,
  deadline: number,
  clock: Clock,
): Promise<Turn> {
  const session = store.open(names);
  let lease = await session.present(false);
  let pause = FIRST_PAUSE;
  let hasWaited = false;
  while (lease?.state === 'busy') {
    if (deadline - clock.monotonic() < pause)
      throw new DomiError('provider_timeout', { reason: 'another replica is still asking' });
    await clock.sleep(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    hasWaited = true;
    lease = await session.present(true);
    // The other call may have spent the token; a second call could then only get `invalid_grant`.
    if (lease === undefined) {
      // The lost reply may have been the lease.
      session.release('failed').catch(() => undefined);
      throw new DomiError('temporarily_unavailable', { reason: 'store lost while waiting', retryAfter: 1 });
    }
  }
  return createTurn(session, lease, hasWaited);
}

/** @param lease undefined when the store did not answer: nothing is shared then, and the refresh goes on */
function createTurn(session: StoreSession, lease: LeaseState | undefined, hasWaited: boolean): Turn {
  // After a lost reply, the store may hold a lease all the same.
  const mayBeOurs = lease === undefined || lease.state === 'leased';
  let stopRenewing: (() => void) | undefined;
  return {
    sealed: lease?.state === 'answered' ? lease.sealed : undefined,
    isDead: lease?.state === 'dead',
    hasWaited,
    hold() {
      stopRenewing = session.renew();
    },
    async publish(response) {
      try {
        if (response === undefined) await session.release('failed');
        else await session.publish(response.sealed, response.successors);
      } catch {
        // The tokens are valid anyway.
      } finally {
        stopRenewing?.();
      }
    },
    release(outcome) {
      stopRenewing?.();
      if (mayBeOurs) session.release(outcome).catch(() => undefined);
    },
  };
}
