import type { Config } from '../config/config.ts';
import type { Grants } from '../grants/grants.ts';
import type { Hub } from '../observability/hub.ts';
import { createRefresher, type Refresher } from '../refresh/refresher.ts';
import { createTokenCache } from '../refresh/token-cache.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Store } from '../store/connect-store.ts';
import { createRedisRefreshStore, type StoreTimes } from '../store/redis-refresh-store.ts';
import type { Clock } from '../time/clock.ts';

export interface RefresherSetup {
  readonly config: Config;
  readonly grants: Grants;
  readonly keyRing: KeyRing;
  readonly store: Store | undefined;
  readonly storeTimes: Partial<StoreTimes> | undefined;
  readonly hub: Hub;
  readonly clock: Clock;
}

/** How often one response may be replayed: more often than a user has devices, less often than an attack needs. */
const REPLAYS = 20;

/** Milliseconds for which a dead token is refused without asking the provider. */
const DEAD_MS = 30_000;

/** Bounds of the cache of one replica; a response has 2 to 8 KB. */
const CACHE = { entries: 20_000, bytes: 32 * 1024 * 1024 };

/** Milliseconds between two removals of expired entries. */
const SWEEP_EVERY = 5000;

/**
 * Builds the refresher with its cache and store.
 * @returns the refresher, and a function that stops its housekeeping
 */
export function connectRefresher(setup: RefresherSetup): { refresher: Refresher; stop(): void } {
  const { config, grants, keyRing, store, storeTimes: times, hub, clock } = setup;
  const { monotonic } = clock;
  const limits = { replayMs: config.replaySeconds * 1000, replays: REPLAYS, deadMs: DEAD_MS };
  const cache = createTokenCache({ ...limits, ...CACHE }, monotonic);
  const sweeping = setInterval(() => cache.sweep(), SWEEP_EVERY).unref();
  const refresher = createRefresher({
    grants,
    fingerprint: keyRing.fingerprint,
    sealer: keyRing.sealer,
    cache,
    store: store && createRedisRefreshStore(store, { ...limits, times, monotonic }),
    clock,
    observe: hub.refreshObserved,
  });
  return { refresher, stop: () => clearInterval(sweeping) };
}
