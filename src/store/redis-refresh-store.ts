import type { RefreshStore } from '../refresh/refresh-store.ts';
import { LEASE_TIME, STORE_BUDGET } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { createStoreSession } from './store-session.ts';

export interface RefreshStoreOptions {
  /** Milliseconds for which a response may be replayed; 0: only to requests that already wait for it. */
  readonly replayMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  /** Milliseconds for which a spent token is known to be spent; 0: never. */
  readonly supersededMs: number;
  readonly times?: Partial<StoreTimes> | undefined;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** Milliseconds. */
export interface StoreTimes {
  /** How long one refresh may wait for the store, all commands together. */
  readonly budget: number;
  /** How long a lease outlives a replica that dies. */
  readonly lease: number;
}

const TIMES: StoreTimes = { budget: STORE_BUDGET, lease: LEASE_TIME };

/** Leases, sealed responses and spent tokens in Redis or Valkey. Keys hold fingerprints; values hold sealed text or counts. */
export function createRedisRefreshStore(store: Store, options: RefreshStoreOptions): RefreshStore {
  const times = { ...TIMES, ...options.times };
  return { open: (names) => createStoreSession(store, { ...options, times }, names) };
}
