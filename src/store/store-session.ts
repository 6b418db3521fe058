import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreSession } from '../refresh/refresh-store.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { CALL_BUDGET, HAND_OVER_TIME, RENEWALS } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { parseLeaseState } from './parse-lease-state.ts';
import type { ScriptCall } from './run-script.ts';
import { ADOPT, END_GRANT, END_REPLAY, PRESENT, PUBLISH, RELEASE, RENEW } from './scripts.ts';
import type { SpentBacklog } from './spent-backlog.ts';
import { buildTokenKeys, isAnswerKey, toSupersededKey } from './store-keys.ts';

export interface SessionOptions {
  /** Milliseconds for which a response may be replayed; 0: only to requests that already wait for it. */
  readonly replayMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  /** Milliseconds for which a spent token is known to be spent; 0: never. */
  readonly supersededMs: number;
  readonly times: StoreTimes;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly backlog: SpentBacklog;
}

/** Built anew for each attempt: what a late one may do depends on how late it is. */
type BuildCall = () => ScriptCall;

/** Milliseconds. */
export interface StoreTimes {
  /** How long one refresh may wait for the store, all commands together. */
  readonly budget: number;
  /** How long a lease outlives a replica that dies. */
  readonly lease: number;
}

/** Milliseconds between two attempts to tell a store, which was lost during the call, what came of the call. */
const RETRY_PAUSE = 250;

/** Milliseconds in which a failover is noticed: Sentinel is asked every second, and the next connection takes a moment. */
const FAILOVER_TIME = 3000;

export function createStoreSession(store: Store, options: SessionOptions, names: Names): StoreSession {
  const { budget, lease: leaseMs } = options.times;
  const mayReplay = options.replayMs > 0;
  const owner = randomUUID();
  const { answers, leases, parents, superseded } = buildTokenKeys(names);
  const [answer = ''] = answers;
  const [spent = ''] = superseded;
  const [lease = ''] = leases;
  let left = budget;
  /** Whether the store may hold a lease of this session, even if its reply was lost. */
  let mayHoldLease = false;

  /** After a failure or a late reply, this refresh does not wait for the store again. */
  async function run(call: ScriptCall): Promise<unknown> {
    if (left <= 0) return undefined;
    const [startedAt, allowed] = [options.monotonic(), left];
    const reply = await store.run(call, allowed);
    left = reply === undefined ? 0 : Math.min(left, allowed - (options.monotonic() - startedAt));
    return reply;
  }

  /** A value of the store names the answers, each in a slot of its own. */
  async function endReplays(found: readonly unknown[]): Promise<void> {
    await Promise.all(
      found.filter(isAnswerKey).map((key) => run({ script: END_REPLAY, keys: [key, toSupersededKey(key)] })),
    );
  }

  /**
   * A store that fails over is back within seconds; as long as a call may take, others wait for this outcome.
   * @returns whether it succeeded
   */
  async function retry(build: BuildCall): Promise<boolean> {
    const endsAt = options.monotonic() + CALL_BUDGET;
    while (options.monotonic() < endsAt) {
      await sleep(RETRY_PAUSE, undefined, { ref: false });
      if ((await store.run(build(), budget)) !== undefined) return true;
    }
    return false;
  }

  /** A server that takes over lacks the newest writes, and the old one may take some after that. */
  async function repeatAfterFailover(calls: readonly BuildCall[], links: number): Promise<void> {
    await sleep(FAILOVER_TIME, undefined, { ref: false });
    if (store.countLinks() !== links) for (const call of calls) retry(call);
  }

  /** For a store that stays away for longer, or was away from the beginning, so that nobody waits for the outcome. */
  async function retryOrPutOff(calls: readonly BuildCall[], isSpent: boolean): Promise<void> {
    const isShared = mayHoldLease || store.isUp();
    const successes = isShared ? await Promise.all(calls.map(retry)) : [];
    if (isSpent && !(isShared && successes.every(Boolean))) options.backlog.add([answer, spent, lease]);
  }

  /** Waits as long as the budget allows; what fails is tried again in the background. */
  async function finish(calls: readonly BuildCall[], isSpent: boolean): Promise<void> {
    const links = store.countLinks();
    const replies = await Promise.all(calls.map((build) => run(build())));
    const [failed, succeeded] = [true, false].map((isFailure) =>
      calls.filter((_, index) => (replies[index] === undefined) === isFailure),
    ) as [BuildCall[], BuildCall[]];
    if (failed.length > 0) retryOrPutOff(failed, isSpent);
    if (mayHoldLease) repeatAfterFailover(succeeded, links);
  }

  return {
    async present({ hasWaited, isInDoubt, refusesSuperseded }) {
      // The wait for another replica is the provider's time, not the store's.
      if (hasWaited) left = budget;
      mayHoldLease ||= store.isUp();
      const replays = mayReplay ? options.replays : 0;
      const keys = [...answers, ...leases, ...parents, ...superseded];
      const flags = [hasWaited, isInDoubt, refusesSuperseded].map(Number);
      const values = [owner, leaseMs, replays, ...flags].map(String);
      const reply = await run({ script: PRESENT, keys, values });
      if (!Array.isArray(reply)) return undefined;
      const lease = parseLeaseState(reply);
      mayHoldLease = lease?.state === 'leased';
      await endReplays(reply.slice(2));
      return lease;
    },
    renew() {
      const every = leaseMs / RENEWALS;
      const call = { script: RENEW, keys: leases, values: [owner, String(leaseMs)] };
      const timer = setInterval(() => store.run(call, every), every).unref();
      return () => clearInterval(timer);
    },
    async publish({ sealed, successors, canBeReplayed, isSuperseded }) {
      const timeToLive = mayReplay && canBeReplayed ? options.replayMs : HAND_OVER_TIME;
      const supersededMs = isSuperseded ? options.supersededMs : 0;
      const answeredAt = options.monotonic();
      const adoptions = successors.map((successor) => {
        const keys = buildTokenKeys(successor);
        return () => {
          const age = Math.round(options.monotonic() - answeredAt);
          return {
            script: ADOPT,
            keys: [...keys.parents, ...keys.superseded],
            values: [answer, timeToLive, options.supersededMs, age].map(String),
          };
        };
      });
      const publication = {
        script: PUBLISH,
        keys: [answer, spent, ...leases],
        values: [owner, timeToLive, sealed, supersededMs].map(String),
      };
      await finish([...adoptions, () => publication], isSuperseded);
    },
    async release(outcome, failure = '') {
      const times = {
        dead: options.deadMs,
        superseded: options.supersededMs,
        // As long as another replica may remember the lease.
        failed: CALL_BUDGET,
      };
      const values = [owner, outcome, Math.max(1, times[outcome]), failure].map(String);
      const call = { script: RELEASE, keys: [answer, spent, ...leases], values };
      await finish([() => call], outcome === 'superseded');
    },
    async endGrant() {
      const found = await run({
        script: END_GRANT,
        keys: [...answers, ...parents],
        values: [String(options.deadMs)],
      });
      if (Array.isArray(found)) await endReplays(found);
    },
  };
}
