import type { Names } from '../sealing/fingerprint.ts';

/** What replicas share about single-use tokens: fingerprints and sealed responses only. */
export interface RefreshStore {
  /** Opens a session for one refresh of one token; it has an owner id and a time budget. */
  open(names: Names): StoreSession;
}

export interface StoreSession {
  /**
   * Presents the token: from now on no replica replays the response that held it.
   * @param hasWaited whether this session found the token busy before; the response then does not count as a replay
   * @returns undefined when the store does not answer in time
   */
  present(hasWaited: boolean): Promise<LeaseState | undefined>;
  /**
   * Renews the lease during the call to the provider.
   * @returns a function that stops it
   */
  renew(): () => void;
  /**
   * Shares the response and releases the lease.
   * @param successors fingerprints of the tokens in the response
   */
  publish(sealed: string, successors: readonly Names[]): Promise<void>;
  /** Releases the lease without a response. */
  release(outcome: 'dead' | 'failed'): Promise<void>;
  /** Ends the replay of the response that held this token, and of the response to it: the token was revoked. */
  endGrant(): Promise<void>;
}

export type LeaseState =
  /** This session holds the lease; no other replica asks the provider. */
  | { readonly state: 'leased' }
  /** Another replica is asking the provider. */
  | { readonly state: 'busy' }
  | { readonly state: 'answered'; readonly sealed: string }
  | { readonly state: 'dead' };
