import { STORE_BUDGET } from '../time/budgets.ts';
import type { Count, Window } from './window.ts';

/** A connection to Redis or Valkey, as far as a window needs one. */
export interface LimitStore {
  /** @returns undefined when the store is down, fails, or takes longer than `budget` milliseconds; never throws */
  ask<T>(command: (client: LimitStoreClient) => Promise<T>, budget: number): Promise<T | undefined>;
}

export interface LimitStoreClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/**
 * One script, so that no key is left without an expiry. It uses only the commands that docs/refresh.md lists for the
 * user of the store, and a string as earlier versions of DOMI do: old and new replicas count together during an
 * upgrade. KEYS: the key. ARGV: length of the window in ms. Returns requests and milliseconds left.
 */
const COUNT = `
local left = redis.call('PTTL', KEYS[1])
if left <= 0 then
  redis.call('SET', KEYS[1], 1, 'PX', ARGV[1])
  return {1, tonumber(ARGV[1])}
end
local requests = redis.call('GET', KEYS[1]) + 1
redis.call('SET', KEYS[1], requests, 'KEEPTTL')
return {requests, left}
`;

/**
 * A window that all replicas share. While the store fails, `local` counts: no client may be delayed or refused because
 * of the store.
 */
export function createSharedWindow(store: LimitStore, seconds: number, local: Window): Window {
  return {
    async count(key) {
      const options = { keys: [`domi:limit:${seconds}:${key}`], arguments: [String(seconds * 1000)] };
      // Sends the text, not its digest: the script is short, and a restarted store needs no second request.
      const reply = await store.ask((client) => client.eval(COUNT, options), STORE_BUDGET);
      return toCount(reply) ?? local.count(key);
    },
  };
}

function toCount(reply: unknown): Count | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [requests, msLeft] = reply;
  return typeof requests === 'number' && typeof msLeft === 'number' ? { requests, msLeft } : undefined;
}
