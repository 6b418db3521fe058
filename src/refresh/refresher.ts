import type { Grants, GrantTarget } from '../grants/grants.ts';
import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { TokenSet } from '../oauth/token-response.ts';
import type { Fingerprint, Names } from '../sealing/fingerprint.ts';
import type { Sealer } from '../sealing/sealer.ts';
import { type Client, createFlights } from './flights.ts';
import type { Presented, RefreshStore, StoreSession } from './refresh-store.ts';
import { openAnswer, sealAnswer } from './sealed-answer.ts';
import type { TokenMemory } from './token-cache.ts';

export interface RefresherDependencies {
  readonly grants: Grants;
  readonly fingerprint: Fingerprint;
  readonly sealer: Sealer;
  readonly memory: TokenMemory;
  /** Without one, replicas know nothing of each other. */
  readonly store?: RefreshStore | undefined;
  readonly clock: RefreshClock;
  readonly report: (report: RefreshReport) => void;
}

export interface RefreshClock {
  now(): Date;
  /** Milliseconds that never go back. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** What happened to a refresh besides the call of the provider. */
export interface RefreshReport {
  readonly event: /** Shared the call of another request with the same token, here or on another replica. */
    | 'coalesced'
    /** Was given the answer to an earlier request with the same token. */
    | 'replayed'
    /** Was refused without a call, since the token is known to be dead. */
    | 'braked'
    /** The provider answered when the client had gone. */
    | 'unclaimed';
  readonly tenantId: string;
  readonly providerId: string;
}

/** The request that a refresh is for. */
export interface RefreshCaller {
  /** When it goes, the call to the provider is finished all the same. */
  readonly client?: Client;
  /** Told when the answer does not come from a call of its own. */
  tell?(event: RefreshReport['event']): void;
}

interface Kept {
  readonly sealed: string;
  /** Fingerprints of what the answer holds. */
  readonly successors: readonly Names[];
}

interface Outcome {
  event?: RefreshReport['event'];
}

/** Refreshes so that no token gets lost here. Every method throws DomiError only. */
export interface Refresher {
  refresh(target: GrantTarget, refreshToken: string, caller?: RefreshCaller): Promise<TokenSet>;
  revoke(target: GrantTarget, accessToken: string): Promise<void>;
  /** Resolves when no call that a refresh began is in hand. */
  settle(): Promise<void>;
}

/** Milliseconds for one refresh, waiting for another replica included: Notes gives up after 30 s. */
const BUDGET = 25_000;

/** Milliseconds between two looks at what another replica does: short at first, since most calls are. */
const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 250;

export function createRefresher(deps: RefresherDependencies): Refresher {
  const { grants, fingerprint, sealer, memory, store, clock } = deps;
  const flights = createFlights<TokenSet>();

  const nameOf = ({ tenantId, provider }: GrantTarget, token: string): Names =>
    fingerprint(['token', tenantId, provider.id], token);

  /** Counts it, and notes it for the caller. */
  function tell(
    event: RefreshReport['event'],
    { tenantId, provider }: GrantTarget,
    outcome: Outcome = {},
  ): void {
    outcome.event = event;
    try {
      deps.report({ event, tenantId, providerId: provider.id });
    } catch {
      // No count is worth a token.
    }
  }

  function refuseDead(target: GrantTarget, outcome: Outcome): never {
    tell('braked', target, outcome);
    throw new DomiError('invalid_grant', { reason: 'known to be dead' });
  }

  /** For providers whose tokens outlive their use: nothing to replay, nothing for other replicas to know. */
  async function refreshReusable(
    target: GrantTarget,
    names: Names,
    token: string,
    outcome: Outcome,
  ): Promise<TokenSet> {
    if (memory.isDead(names)) refuseDead(target, outcome);
    return askProvider(target, names, token, BUDGET);
  }

  async function refreshSingleUse(
    target: GrantTarget,
    names: Names,
    token: string,
    outcome: Outcome,
  ): Promise<TokenSet> {
    const startedAt = clock.monotonic();
    const left = (): number => BUDGET - (clock.monotonic() - startedAt);
    memory.endParentOf(names);
    if (memory.isDead(names)) refuseDead(target, outcome);
    const session = store?.open(names);
    const presented = session && (await waitForTurn(session, left));
    if (presented?.state === 'dead') {
      memory.markDead(names);
      refuseDead(target, outcome);
    }
    const shared = presented?.state === 'answered' ? presented.sealed : undefined;
    const replayed = reopen(target, token, shared ?? memory.replay(names));
    if (replayed !== undefined) {
      if (presented?.state === 'leased') void session?.release('failed');
      tell(presented?.hasWaited ? 'coalesced' : 'replayed', target, outcome);
      return replayed;
    }
    // Given again often enough: the token is spent, and asking the provider would only confirm it.
    if (memory.isDead(names)) {
      void session?.release('dead');
      refuseDead(target, outcome);
    }
    if (session) return askForAll(session, target, names, token, left());
    const tokens = await askProvider(target, names, token, left());
    keep(target, names, token, tokens);
    return tokens;
  }

  /** @throws DomiError `temporarily_unavailable` when the store is lost while another replica asks the provider */
  async function waitForTurn(
    session: StoreSession,
    left: () => number,
  ): Promise<(Presented & { hasWaited: boolean }) | undefined> {
    let presented = await session.present(false);
    let pause = FIRST_PAUSE;
    let hasWaited = false;
    while (presented?.state === 'busy') {
      if (left() < pause)
        throw new DomiError('provider_timeout', { reason: 'another replica is still asking' });
      await clock.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      hasWaited = true;
      presented = await session.present(true);
      // The other call may have spent the token: a second one would only earn an answer that calls it dead.
      if (presented === undefined) {
        throw new DomiError('temporarily_unavailable', { reason: 'store lost while waiting', retryAfter: 1 });
      }
    }
    return presented && { ...presented, hasWaited };
  }

  function reopen(target: GrantTarget, token: string, sealed: string | undefined): TokenSet | undefined {
    return sealed === undefined ? undefined : openAnswer(sealer, target, token, sealed, clock.now());
  }

  async function askForAll(
    session: StoreSession,
    target: GrantTarget,
    names: Names,
    token: string,
    budget: number,
  ): Promise<TokenSet> {
    const stopRenewing = session.renew();
    try {
      const tokens = await askProvider(target, names, token, budget);
      await tellOthers(session, keep(target, names, token, tokens));
      return tokens;
    } catch (error) {
      void session.release(isDead(error) ? 'dead' : 'failed');
      throw error;
    } finally {
      stopRenewing();
    }
  }

  async function tellOthers(session: StoreSession, kept: Kept | undefined): Promise<void> {
    try {
      await (kept ? session.publish(kept.sealed, kept.successors) : session.release('failed'));
    } catch {
      // Only the replay is lost.
    }
  }

  async function askProvider(
    target: GrantTarget,
    names: Names,
    token: string,
    budget: number,
  ): Promise<TokenSet> {
    try {
      return await grants.refresh(target, token, budget);
    } catch (error) {
      if (isDead(error)) memory.markDead(names);
      throw error;
    }
  }

  /**
   * From here on the old token is spent: whatever goes wrong, the new ones are returned.
   * @returns undefined when there is nothing to give again
   */
  function keep(target: GrantTarget, names: Names, token: string, tokens: TokenSet): Kept | undefined {
    const { refreshToken, accessToken } = tokens;
    // Not rotated this time: the token that was presented lives on, and its next use is a refresh like any other.
    if (refreshToken === undefined || refreshToken === token) return undefined;
    try {
      const sealed = sealAnswer(sealer, target, token, tokens, clock.now());
      const successors = [nameOf(target, refreshToken), nameOf(target, accessToken)];
      memory.keep(names, sealed, successors);
      return { sealed, successors };
    } catch {
      // Only the replay is lost.
      return undefined;
    }
  }

  /** Sees nothing of the caller but whether it is there: what is in flight may outlive the request. */
  function share(
    target: GrantTarget,
    token: string,
    outcome: Outcome,
    client: Client | undefined,
  ): Promise<TokenSet> {
    const names = nameOf(target, token);
    const refreshOnce =
      target.provider.refreshTokenRotation === 'single-use' ? refreshSingleUse : refreshReusable;
    return flights.join(
      names,
      () => refreshOnce(target, names, token, outcome),
      { joined: () => tell('coalesced', target, outcome), unclaimed: () => tell('unclaimed', target) },
      client,
    );
  }

  return {
    async refresh(target, refreshToken, { client, tell: tellCaller } = {}) {
      const outcome: Outcome = {};
      try {
        return await share(target, refreshToken, outcome, client);
      } finally {
        if (outcome.event !== undefined) tellCaller?.(outcome.event);
      }
    },
    async revoke(target, accessToken) {
      await grants.revoke(target, accessToken);
      // What is revoked must not be given out again, whoever presents the token before it.
      const names = nameOf(target, accessToken);
      memory.endParentOf(names);
      await store?.open(names).endParent();
    },
    settle: () => flights.settle(),
  };
}

function isDead(error: unknown): boolean {
  return isDomiError(error) && error.code === 'invalid_grant';
}
