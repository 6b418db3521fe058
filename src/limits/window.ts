import { LRUCache } from 'lru-cache';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';

/** Counts requests by key in windows of fixed length; it counts only, what is too many is decided elsewhere. */
export interface Window {
  count(key: string): Promise<Count>;
}

export interface Count {
  /** In the running window of this key, this request included. */
  readonly requests: number;
  readonly msBeforeNext: number;
}

/** What this needs of a connection to Redis or Valkey. */
export interface LimitStore {
  /** A client of node-redis. */
  readonly client: object;
  /** @returns undefined when the store is down, fails, or takes longer than `bound` milliseconds */
  ask<T>(command: () => Promise<T>, bound: number): Promise<T | undefined>;
}

/** Limits differ from tenant to tenant, so the library counts and never refuses. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Milliseconds that the store may take. */
const BOUND = 50;

/** On this replica alone. Of the keys only those used last are kept, so that nobody can fill the memory with new ones. */
export function createLocalWindow(seconds: number, maxKeys: number): Window & { readonly size: number } {
  const limiter = new RateLimiterMemory({ points: UNLIMITED, duration: seconds });
  const recent = new LRUCache<string, true>({
    max: maxKeys,
    dispose: (_, key) => void limiter.delete(key),
    noDisposeOnSet: true,
  });
  return {
    get size() {
      return recent.size;
    },
    async count(key) {
      recent.set(key, true);
      const { consumedPoints, msBeforeNext } = await limiter.consume(key);
      return { requests: consumedPoints, msBeforeNext };
    },
  };
}

/** For all replicas together; while the store fails, `local` counts: a limit is no reason to refuse or delay anybody. */
export function createSharedWindow(store: LimitStore, seconds: number, local: Window): Window {
  const limiter = new RateLimiterRedis({
    storeClient: store.client,
    useRedisPackage: true,
    keyPrefix: `domi:limit:${seconds}`,
    points: UNLIMITED,
    duration: seconds,
  });
  return {
    async count(key) {
      const result = await store.ask(() => limiter.consume(key), BOUND);
      if (result === undefined) return local.count(key);
      return { requests: result.consumedPoints, msBeforeNext: result.msBeforeNext };
    },
  };
}
