import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreEvent } from '../observability/events.ts';
import { RECONNECT_PAUSE } from '../time/budgets.ts';
import { createAvailability } from './availability.ts';
import { openLink } from './open-link.ts';
import { NO_REPLY, readReason } from './read-reason.ts';
import { readReply, runScript, type ScriptCall, type ScriptOutcome } from './run-script.ts';
import type { StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';
import { type LinkWatch, watchLink } from './watch-link.ts';

/**
 * A connection to Redis or Valkey that nothing depends on: a caller gets a reply within its budget, or goes on without
 * one.
 */
export interface Store {
  /** False from the first failure or late reply until a probe of the store succeeds. */
  readonly isUp: () => boolean;
  /** How many connections there have been: another number may mean another server, which lacks the newest writes. */
  readonly countLinks: () => number;
  /**
   * Runs a script for a refresh. When that fails, the store is down; when another connection comes about in time, the
   * script is run again there.
   * @param budget milliseconds
   * @returns undefined when the store is down, fails, or does not reply in time; never throws
   */
  run(call: ScriptCall, budget: number): Promise<unknown>;
  /**
   * Runs a script whose failure must take the store from nobody. Whether the store is down is left to a probe.
   * @returns undefined when the store is down; never throws
   */
  attempt(call: ScriptCall, budget: number): Promise<ScriptOutcome | undefined>;
  /**
   * Runs a script that no client waits for, such as the renewal of a lease or the outcome of a call: on any connection, also
   * while requests leave a store alone that goes up and down. Whether the store is down is left to a probe.
   * @returns undefined when there is no connection; never throws
   */
  runInBackground(call: ScriptCall, budget: number): Promise<ScriptOutcome | undefined>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly endpoints: StoreEndpoints;
  /** Gets each change once; only observes, and never throws. */
  readonly observe: (event: StoreEvent) => void;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** Milliseconds between two attempts to connect; the longest is `RECONNECT_PAUSE`. */
const FIRST_PAUSE = 50;

/** Connects in the background: the service starts with or without its store. */
export function connectStore({ endpoints, observe, monotonic }: StoreOptions): Store {
  const availability = createAvailability(observe, monotonic);
  const closing = new AbortController();
  let failedKey: string | undefined;
  let links = 0;
  let current: { readonly link: StoreLink; readonly watch: LinkWatch } | undefined;

  /** @returns whether the connection has ever worked */
  async function connectOnce(): Promise<boolean> {
    try {
      const link = await openLink(endpoints);
      const watch = watchLink(link, availability, failedKey);
      links += 1;
      current = { link, watch };
      if (closing.signal.aborted) watch.end('closed');
      const end = await watch.over;
      current = undefined;
      link.close();
      failedKey = end.failedKey;
      if (!closing.signal.aborted) availability.fall(end.reason);
      return end.hasServed;
    } catch (error) {
      if (!closing.signal.aborted) availability.fall(readReason(error));
      return false;
    }
  }

  /**
   * Connects again and again: each connection finds out anew which server is the right one. It never pauses for long, also
   * when the store goes up and down: a lease that is not renewed ends, and another replica presents the token again. The jitter keeps
   * replicas from coming all at once.
   */
  async function keepConnected(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; ) {
      const hasServed = await connectOnce();
      const pause = hasServed ? (availability.isFlapping ? RECONNECT_PAUSE : 0) : FIRST_PAUSE * 2 ** failures;
      failures = hasServed ? 0 : Math.min(failures + 1, 10);
      const jittered = Math.min(pause, RECONNECT_PAUSE) * (0.5 + Math.random() / 2);
      await sleep(jittered, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  }
  keepConnected();

  /** @returns undefined when the store is down */
  async function runOnce(call: ScriptCall, budget: number): Promise<ScriptOutcome | undefined> {
    if (current === undefined || !availability.isUp || budget <= 0) return undefined;
    const { link, watch } = current;
    const outcome = await runScript(link, call, budget);
    if ('fault' in outcome) {
      availability.fall(outcome.fault);
      watch.failed(outcome.fault, call.keys[0]);
    }
    return outcome;
  }

  /** @returns undefined when there is no connection */
  async function runSuspecting(call: ScriptCall, budget: number): Promise<ScriptOutcome | undefined> {
    if (current === undefined) return undefined;
    const { link, watch } = current;
    const outcome = await runScript(link, call, budget);
    if ('fault' in outcome) watch.suspect(call.keys[0]);
    return outcome;
  }

  return {
    isUp: () => availability.isUp,
    countLinks: () => links,
    async run(call, budget) {
      const startedAt = monotonic();
      const outcome = await runOnce(call, budget);
      if (outcome === undefined || 'reply' in outcome) return outcome?.reply;
      // After a failover the next connection leads to another server. Every script of a refresh may run twice.
      if (outcome.fault === NO_REPLY) return undefined;
      const endsAt = startedAt + budget;
      await availability.waitUntilUp(endsAt - monotonic());
      return readReply(await runOnce(call, endsAt - monotonic()));
    },
    attempt: async (call, budget) => (availability.isUp ? runSuspecting(call, budget) : undefined),
    runInBackground: runSuspecting,
    async close() {
      closing.abort();
      current?.watch.end('closed');
      current?.link.close();
    },
  };
}
