import type { Count } from '../limits/window.ts';
import type { SharedCountEvent } from '../observability/events.ts';
import { STORE_BUDGET } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { COUNT } from './scripts.ts';
import { buildCountKey } from './store-keys.ts';

export interface SharedCountsOptions {
  /** Gets each change once; only observes, and never throws. */
  readonly observe: (event: SharedCountEvent) => void;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** Milliseconds in which nothing is counted in the store after it failed to count. Nobody waits for it in that time. */
const PAUSE = 1000;

/**
 * Counts of fair use that all replicas share. A fault here takes the store from no refresh: it pauses the counting, and a
 * probe decides about the store.
 */
export function createSharedCounts(store: Store, { observe, monotonic }: SharedCountsOptions) {
  let failures = 0;
  let retryAt = 0;

  return {
    /** @returns undefined when the store does not count, and the replica must */
    async count(subject: string, seconds: number): Promise<Count | undefined> {
      const isTrial = failures > 0;
      if (isTrial) {
        if (monotonic() < retryAt) return undefined;
        retryAt = monotonic() + PAUSE;
      }
      const call = { script: COUNT, keys: [buildCountKey(seconds, subject)], values: [`${seconds * 1000}`] };
      const outcome = await store.attempt(call, STORE_BUDGET);
      if (outcome === undefined) return undefined;
      if ('fault' in outcome) {
        retryAt = monotonic() + PAUSE;
        // Of many that fail together, one counts.
        if (isTrial || failures === 0) failures += 1;
        // The first failure may be the store's, which its probe has found out by the second.
        if (failures === 2) observe({ isShared: false, reason: outcome.fault });
        return undefined;
      }
      if (failures >= 2) observe({ isShared: true });
      failures = 0;
      return toCount(outcome.reply);
    },
  };
}

function toCount(reply: unknown): Count | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [requests, msLeft] = reply;
  return typeof requests === 'number' && typeof msLeft === 'number' ? { requests, msLeft } : undefined;
}
