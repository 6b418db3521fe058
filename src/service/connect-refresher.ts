import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { Grants } from '../grants/grants.ts';
import type { Metrics } from '../observability/metrics.ts';
import { createRefresher, type Refresher, type RefreshReport } from '../refresh/refresher.ts';
import { createTokenMemory } from '../refresh/token-cache.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Store } from '../store/connect-store.ts';
import { createRefreshStore, type StoreTimes } from '../store/redis-refresh-store.ts';

export interface RefresherParts {
  readonly config: Config;
  readonly grants: Grants;
  readonly keyRing: KeyRing;
  readonly store: Store | undefined;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly storeTimes?: Partial<StoreTimes> | undefined;
}

/** How often one answer may be given again: more than a user has machines, less than an attack needs. */
const REPLAYS = 20;

/** Milliseconds for which a dead token is answered without asking the provider. */
const DEAD_MS = 30_000;

/** Bounds of one replica's memory; an answer has 2 to 8 KB. */
const MEMORY = { entries: 20_000, octets: 32 * 1024 * 1024 };

/** What has expired is dropped at least this often, in milliseconds. */
const SWEEP_EVERY = 5000;

/** Everything that makes a refresh safe, put together. @returns the refresher and what ends its housekeeping */
export function connectRefresher(parts: RefresherParts): { refresher: Refresher; stop(): void } {
  const { config, grants, keyRing, store, storeTimes: times = {}, metrics, now } = parts;
  const limits = { replayMs: config.replaySeconds * 1000, replays: REPLAYS, deadMs: DEAD_MS };
  const monotonic = (): number => performance.now();
  const memory = createTokenMemory({ ...limits, ...MEMORY }, monotonic);
  const sweeping = setInterval(() => memory.sweep(), SWEEP_EVERY).unref();
  const refresher = createRefresher({
    grants,
    fingerprint: keyRing.fingerprint,
    sealer: keyRing.sealer,
    memory,
    store: store && createRefreshStore(store, { ...limits, times }),
    clock: { now, monotonic, sleep: (milliseconds) => setTimeout(milliseconds) },
    report: (report) => countRefresh(metrics, report),
  });
  return { refresher, stop: () => clearInterval(sweeping) };
}

function countRefresh(metrics: Metrics, { event, providerId }: RefreshReport): void {
  const counters = {
    coalesced: metrics.refreshCoalesced,
    replayed: metrics.refreshReplayed,
    braked: metrics.refreshBraked,
    unclaimed: metrics.refreshUnclaimed,
  };
  counters[event].inc({ provider: providerId });
}
