import type { RefreshStore } from '../refresh/refresh-store.ts';
import { LEASE_TIME, STORE_BUDGET } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { createStoreBacklog } from './store-backlog.ts';
import { createStoreSession, type SessionOptions, type StoreTimes } from './store-session.ts';

export interface RefreshStoreOptions extends Omit<SessionOptions, 'times' | 'backlog' | 'presentedBacklog'> {
  readonly times?: Partial<StoreTimes> | undefined;
}

const TIMES: StoreTimes = { budget: STORE_BUDGET, lease: LEASE_TIME };

/** Leases, sealed responses and spent tokens in Redis or Valkey. Keys hold fingerprints; values hold sealed text or counts. */
export function createRedisRefreshStore(store: Store, options: RefreshStoreOptions): RefreshStore {
  const times = { ...TIMES, ...options.times };
  const backlog = createStoreBacklog(store, options);
  // Apart, since anybody can present a token: that must not push out what is known of spent ones.
  const presentedBacklog = createStoreBacklog(store, options);
  return {
    open: (names) => createStoreSession(store, { ...options, times, backlog, presentedBacklog }, names),
  };
}
