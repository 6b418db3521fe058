import { randomUUID } from 'node:crypto';
import type { LeaseState, RefreshStore, StoreSession } from '../refresh/refresh-store.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { HAND_OVER_TIME, LEASE_TIME, RENEWALS, STORE_BUDGET } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { END_GRANT, PRESENT, PUBLISH, RELEASE, RENEW, runScript, type Script } from './scripts.ts';

export interface RefreshStoreOptions {
  /** Milliseconds for which a response may be replayed; 0: only to requests that already wait for it. */
  readonly replayMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  readonly times?: Partial<StoreTimes> | undefined;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** Milliseconds. */
export interface StoreTimes {
  /** How long one refresh may wait for the store, all commands together. */
  readonly budget: number;
  /** How long a lease outlives a replica that dies. */
  readonly lease: number;
}

const TIMES: StoreTimes = { budget: STORE_BUDGET, lease: LEASE_TIME };

/** Leases and sealed responses in Redis or Valkey. Keys hold fingerprints; values hold sealed text or counts. */
export function createRedisRefreshStore(store: Store, options: RefreshStoreOptions): RefreshStore {
  const { budget, lease: leaseMs } = { ...TIMES, ...options.times };
  const mayReplay = options.replayMs > 0;

  function open(names: Names): StoreSession {
    const owner = randomUUID();
    const answers = names.map((name) => `domi:answer:${name}`);
    const leases = names.map((name) => `domi:lease:${name}`);
    const parents = names.map(parentKey);
    const [answer = ''] = answers;
    let left = budget;

    /** After a failure or a late reply, this refresh does not ask the store again. */
    async function run(script: Script, keys: string[], ...values: (string | number)[]): Promise<unknown> {
      if (left <= 0) return undefined;
      const startedAt = options.monotonic();
      const reply = await store.ask((client) => runScript(client, script, keys, values.map(String)), left);
      left = reply === undefined ? 0 : left - (options.monotonic() - startedAt);
      return reply;
    }

    return {
      async present(hasWaited) {
        // The wait for another replica is the provider's time, not the store's.
        if (hasWaited) left = budget;
        const replays = mayReplay ? options.replays : 0;
        const keys = [...answers, ...leases, ...parents];
        const reply = await run(PRESENT, keys, owner, leaseMs, replays, hasWaited ? 1 : 0);
        return toLeaseState(reply);
      },
      renew() {
        const timer = setInterval(() => {
          store.ask(
            (client) => runScript(client, RENEW, leases, [owner, String(leaseMs)]),
            leaseMs / RENEWALS,
          );
        }, leaseMs / RENEWALS);
        timer.unref();
        return () => clearInterval(timer);
      },
      async publish(sealed, successors) {
        const keys = [answer, ...leases, ...successors.map(([name]) => parentKey(name))];
        await run(PUBLISH, keys, owner, leases.length, mayReplay ? options.replayMs : HAND_OVER_TIME, sealed);
      },
      async release(outcome) {
        await run(RELEASE, [answer, ...leases], owner, outcome === 'dead' ? options.deadMs : 0);
      },
      async endGrant() {
        await run(END_GRANT, [...answers, ...parents], answers.length, options.deadMs);
      },
    };
  }

  return { open };
}

function parentKey(name: string): string {
  return `domi:parent:${name}`;
}

function toLeaseState(reply: unknown): LeaseState | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [state, sealed] = reply as string[];
  if (state === 'answered' && sealed !== undefined) return { state, sealed };
  return state === 'leased' || state === 'busy' || state === 'dead' ? { state } : undefined;
}
