import type { ReplayDenial } from '../observability/events.ts';
import type { Names } from '../sealing/fingerprint.ts';

/** What replicas share about single-use tokens: fingerprints and sealed responses only. */
export interface RefreshStore {
  /** Opens a session for one refresh of one token; it has an owner id and a time budget. */
  open(names: Names): StoreSession;
}

export interface StoreSession {
  /**
   * Presents the token: from now on no replica replays the response that held it.
   * @returns undefined when the store does not answer in time
   */
  present(look: StoreLook): Promise<LeaseState | undefined>;
  /**
   * Renews the lease during the call to the provider.
   * @returns a function that stops it
   */
  renew(): () => void;
  /**
   * Shares the response and releases the lease. When the store does not answer, it is shared as soon as it does again,
   * since other replicas may wait for it.
   */
  publish(response: SharedResponse): Promise<void>;
  /**
   * Releases the lease without a response.
   * - `dead`: the provider refuses the token.
   * - `superseded`: the token is spent, and its response cannot be shared.
   * - `failed`: it may be presented again.
   * @param failure how the call failed: those who wait for it get this, and do not present the token
   */
  release(outcome: 'dead' | 'superseded' | 'failed', failure?: string): Promise<void>;
  /** Ends the replay of the response that held this token, and of the response to it: the token was revoked. */
  endGrant(): Promise<void>;
}

export interface SharedResponse {
  readonly sealed: string;
  /** Fingerprints of the tokens in the response. */
  readonly successors: readonly Names[];
  /** False: it is only handed over to requests that wait already. */
  readonly canBeReplayed: boolean;
  /** Whether the token is known to be spent when its replay is over. */
  readonly isSuperseded: boolean;
}

export interface StoreLook {
  /** Whether this session found the token busy before; the response then does not count as a replay. */
  readonly hasWaited: boolean;
  /** Whether the call of another replica may still go on: the lease is then taken only if that replica gave it back. */
  readonly isInDoubt: boolean;
  /** Whether a token that is known to be spent is refused, or presented to the provider. */
  readonly refusesSuperseded: boolean;
}

export type LeaseState =
  /**
   * This session holds the lease; no other replica asks the provider. A denial says why no response to this token may be
   * replayed, if the store knows that of a token that is not refused.
   */
  | { readonly state: 'leased'; readonly denial?: ReplayDenial }
  /** Another replica is asking the provider; its lease ends in so many milliseconds if it is not renewed. */
  | { readonly state: 'busy'; readonly leaseLeft: number }
  /** In doubt, and nobody holds the lease or has given it back: the store has lost it. */
  | { readonly state: 'lost' }
  | { readonly state: 'answered'; readonly sealed: string }
  /** The call that this session has waited for has failed in this way. */
  | { readonly state: 'failed'; readonly failure: string }
  /** The provider has refused the token. */
  | { readonly state: 'dead' }
  | { readonly state: 'superseded'; readonly denial: ReplayDenial };
