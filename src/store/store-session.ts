import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LeaseState, StoreSession } from '../refresh/refresh-store.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { HAND_OVER_TIME, RENEWALS } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import type { RefreshStoreOptions, StoreTimes } from './redis-refresh-store.ts';
import type { ScriptCall } from './run-script.ts';
import { ADOPT, END_REPLAY, LIST_PARENTS, PRESENT, PUBLISH, RELEASE, RENEW, type Script } from './scripts.ts';
import { buildTokenKeys, isAnswerKey } from './store-keys.ts';

export interface SessionOptions extends RefreshStoreOptions {
  readonly times: StoreTimes;
}

/** Milliseconds between two attempts to tell a store, which was lost during the call, what came of the call. */
const RETRY_PAUSE = 250;

export function createStoreSession(store: Store, options: SessionOptions, names: Names): StoreSession {
  const { budget, lease: leaseMs } = options.times;
  const mayReplay = options.replayMs > 0;
  const owner = randomUUID();
  const { answers, leases, parents } = buildTokenKeys(names);
  const [answer = ''] = answers;
  let left = budget;
  /** Whether the store may hold a lease of this session, even if its reply was lost. */
  let mayHoldLease = false;

  /** After a failure or a late reply, this refresh does not wait for the store again. */
  async function run(
    script: Script,
    keys: readonly string[],
    ...values: (string | number)[]
  ): Promise<unknown> {
    if (left <= 0) return undefined;
    const [startedAt, allowed] = [options.monotonic(), left];
    const reply = await store.run({ script, keys, values: values.map(String) }, allowed);
    left = reply === undefined ? 0 : Math.min(left, allowed - (options.monotonic() - startedAt));
    return reply;
  }

  /** A value of the store names the answers, each in a slot of its own. */
  async function endReplays(found: readonly unknown[]): Promise<void> {
    await Promise.all(found.filter(isAnswerKey).map((key) => run(END_REPLAY, [key])));
  }

  /** A store that fails over is back within seconds, and until then the lease may keep others from asking. */
  async function retry(call: ScriptCall): Promise<void> {
    const endsAt = options.monotonic() + leaseMs;
    while (options.monotonic() < endsAt) {
      await sleep(RETRY_PAUSE, undefined, { ref: false });
      if ((await store.run(call, budget)) !== undefined) return;
    }
  }

  /** Waits as long as the budget allows; what fails is tried again in the background. */
  async function finish(
    script: Script,
    keys: readonly string[],
    ...values: (string | number)[]
  ): Promise<void> {
    const reply = await run(script, keys, ...values);
    if (reply === undefined && mayHoldLease) retry({ script, keys, values: values.map(String) });
  }

  return {
    async present(hasWaited) {
      // The wait for another replica is the provider's time, not the store's.
      if (hasWaited) left = budget;
      mayHoldLease ||= store.isUp();
      const replays = mayReplay ? options.replays : 0;
      const keys = [...answers, ...leases, ...parents];
      const reply = await run(PRESENT, keys, owner, leaseMs, replays, hasWaited ? 1 : 0);
      if (!Array.isArray(reply)) return undefined;
      const [state, sealed, ...found] = reply as string[];
      mayHoldLease = state === 'leased';
      await endReplays(found);
      return toLeaseState(state, sealed);
    },
    renew() {
      const every = leaseMs / RENEWALS;
      const call = { script: RENEW, keys: leases, values: [owner, String(leaseMs)] };
      const timer = setInterval(() => store.run(call, every), every).unref();
      return () => clearInterval(timer);
    },
    async publish(sealed, successors) {
      const timeToLive = mayReplay ? options.replayMs : HAND_OVER_TIME;
      const adoptions = successors.map((successor) =>
        finish(ADOPT, buildTokenKeys(successor).parents, answer, timeToLive),
      );
      const publication = finish(PUBLISH, [answer, ...leases], owner, timeToLive, sealed);
      await Promise.all([...adoptions, publication]);
    },
    async release(outcome) {
      await finish(RELEASE, [answer, ...leases], owner, outcome === 'dead' ? options.deadMs : 0);
    },
    async endParent() {
      const found = await run(LIST_PARENTS, parents);
      if (Array.isArray(found)) await endReplays(found);
    },
  };
}

function toLeaseState(state: unknown, sealed: string | undefined): LeaseState | undefined {
  if (state === 'answered' && sealed) return { state, sealed };
  return state === 'leased' || state === 'busy' || state === 'dead' ? { state } : undefined;
}
