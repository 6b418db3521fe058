import type { Config } from '../config/config.ts';
import type { Grants } from '../grants/grants.ts';
import type { Hub } from '../observability/hub.ts';
import { type CodeExchanger, createCodeExchanger } from '../refresh/code-exchanger.ts';
import { createRefresher, type Refresher } from '../refresh/refresher.ts';
import { createTokenCache } from '../refresh/token-cache.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Store } from '../store/connect-store.ts';
import { createRedisRefreshStore } from '../store/redis-refresh-store.ts';
import type { StoreTimes } from '../store/store-session.ts';
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

export interface ConnectedRefresher {
  readonly refresher: Refresher;
  readonly exchanger: CodeExchanger;
  /** Stops the housekeeping. */
  stop(): void;
}

/** How often one response may be replayed: more often than a user has devices, less often than an attack needs. */
const REPLAYS = 60;

/** Milliseconds for which a dead token is refused without asking the provider. */
const DEAD_MS = 30_000;

const KIB = 1024;

/**
 * Bounds of the cache of one replica. A response has 2 to 8 KB; a token that is longer than the largest header could not
 * be presented. Superseded tokens take 64 bytes each.
 */
const CACHE = {
  entries: 20_000,
  bytes: 32 * KIB * KIB,
  longest: 32 * KIB,
  supersededEntries: 200_000,
};

/** Sign-ins are rarer by far than refreshes. */
const CODE_CACHE = { entries: 1000, bytes: 4 * KIB * KIB, longest: 64 * KIB, supersededEntries: 10_000 };

/**
 * A page that is requested twice at one moment is shown twice; a few seconds are for a slow browser. From then on the
 * code counts as used, for longer than the cookies with it live.
 */
const CODE_TIMES = { replayMs: 5000, supersededMs: 300_000, replays: 3, deadMs: DEAD_MS };

/** Milliseconds between two removals of expired entries. */
const SWEEP_EVERY = 5000;

/** Builds the refresher and the code exchanger, each with its cache and its part of the store. */
export function connectRefresher(setup: RefresherSetup): ConnectedRefresher {
  const { config, grants, keyRing, store, storeTimes: times, hub, clock } = setup;
  const { monotonic } = clock;
  const { fingerprint, sealer } = keyRing;
  const replayMs = config.replaySeconds * 1000;
  const supersededMs = config.supersededSeconds * 1000;
  const limits = {
    replayMs,
    replays: REPLAYS,
    deadMs: DEAD_MS,
    // As long as a response can be replayed, the token must be known to be spent.
    supersededMs: supersededMs === 0 ? 0 : Math.max(supersededMs, replayMs),
  };
  const cache = createTokenCache({ ...limits, ...CACHE }, monotonic);
  const codes = createTokenCache({ ...CODE_TIMES, ...CODE_CACHE }, monotonic);
  const sweeping = setInterval(() => {
    cache.sweep();
    codes.sweep();
    hub.memoryMeasured(cache.measure());
  }, SWEEP_EVERY).unref();
  const parts = { grants, fingerprint, sealer, clock };
  const refresher = createRefresher({
    ...parts,
    cache,
    store: store && createRedisRefreshStore(store, { ...limits, times, monotonic }),
    refusesSuperseded: supersededMs > 0,
    observe: hub.refreshObserved,
  });
  const exchanger = createCodeExchanger({
    ...parts,
    cache: codes,
    store: store && createRedisRefreshStore(store, { ...CODE_TIMES, times, monotonic }),
    // The audit stream has each of them.
    observe: () => undefined,
  });
  return { refresher, exchanger, stop: () => clearInterval(sweeping) };
}
