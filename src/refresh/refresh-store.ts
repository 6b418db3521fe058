import type { Names } from '../sealing/fingerprint.ts';

/** What replicas share about one single-use token. Fingerprints and sealed answers only. */
export interface RefreshStore {
  /** One refresh of one token: its owner, and the time that the store may still cost it. */
  open(names: Names): StoreSession;
}

export interface StoreSession {
  /**
   * Presents the token: whatever was replayed before it is over from now on, on every replica.
   * @param hasWaited the answer was not there before, so that getting it is no replay
   * @returns undefined when the store does not answer in time
   */
  present(hasWaited: boolean): Promise<Presented | undefined>;
  /** Holds the lease while the provider is asked. @returns what stops it */
  renew(): () => void;
  /**
   * Shares the answer and gives the lease back. Never throws.
   * @param successors fingerprints of what the answer holds
   */
  publish(sealed: string, successors: readonly Names[]): Promise<void>;
  /** Gives the lease back without an answer. Never throws. */
  release(outcome: 'dead' | 'failed'): Promise<void>;
  /** Ends the replay of the answer that held this token. Never throws. */
  endParent(): Promise<void>;
}

export type Presented =
  /** This session holds the lease now, and nobody else asks the provider. */
  | { readonly state: 'leased' }
  /** Another replica is asking the provider. */
  | { readonly state: 'busy' }
  | { readonly state: 'answered'; readonly sealed: string }
  | { readonly state: 'dead' };
