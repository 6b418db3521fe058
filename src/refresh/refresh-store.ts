import type { Names } from '../sealing/fingerprint.ts';

/** What replicas share about one single-use token. Fingerprints and sealed answers only. */
export interface RefreshStore {
  /** One refresh of one token: its owner, and the time that the store may still cost it. */
  open(names: Names): StoreSession;
}

export interface StoreSession {
  /**
   * Presents the token: the response that held it is replayed no more, on every replica.
   * @param hasWaited the response was not there before, so getting it does not count as a replay
   * @returns undefined when the store does not answer in time
   */
  present(hasWaited: boolean): Promise<LeaseState | undefined>;
  /** Renews the lease while the provider is asked. @returns what stops it */
  renew(): () => void;
  /**
   * Shares the response and gives the lease back.
   * @param successors fingerprints of the tokens that it holds
   */
  publish(sealed: string, successors: readonly Names[]): Promise<void>;
  /** Gives the lease back without a response. */
  release(outcome: 'dead' | 'failed'): Promise<void>;
  /** Ends the replay of the response that held this token. */
  endParent(): Promise<void>;
}

export type LeaseState =
  /** This session holds the lease now, and nobody else asks the provider. */
  | { readonly state: 'leased' }
  /** Another replica is asking the provider. */
  | { readonly state: 'busy' }
  | { readonly state: 'answered'; readonly sealed: string }
  | { readonly state: 'dead' };
