import { randomUUID } from 'node:crypto';
import type { Presented, RefreshStore, StoreSession } from '../refresh/refresh-store.ts';
import type { Names } from '../sealing/fingerprint.ts';
import type { Store } from './connect-store.ts';
import { END_PARENT, PRESENT, PUBLISH, RELEASE, RENEW, runScript, type Script } from './scripts.ts';

export interface RefreshStoreOptions {
  /** How long an answer may be given again; 0: only to requests that were waiting for it. */
  readonly replayMs: number;
  /** How often one answer may be given again. */
  readonly replays: number;
  /** How long a dead token is not asked about again. */
  readonly deadMs: number;
  readonly times?: Partial<StoreTimes>;
}

/** Milliseconds. */
export interface StoreTimes {
  /** What a store may cost one refresh, all commands together. */
  readonly bound: number;
  /** How long a lease outlives a replica that dies. */
  readonly lease: number;
}

/**
 * A lease is long enough for a replica that stalls, and short enough that a client that waits for one that died still
 * gets an answer in its 30 s.
 */
const TIMES: StoreTimes = { bound: 50, lease: 9000 };

/** For requests of other replicas that are waiting while replay is off. */
const HAND_OVER_MS = 2000;

/** Leases and sealed answers in Redis or Valkey. Every key holds fingerprints, sealed text or counts. */
export function createRefreshStore(store: Store, options: RefreshStoreOptions): RefreshStore {
  const { bound, lease: leaseMs } = { ...TIMES, ...options.times };
  const mayReplay = options.replayMs > 0;

  function open(names: Names): StoreSession {
    const owner = randomUUID();
    const answers = names.map((name) => `domi:answer:${name}`);
    const leases = names.map((name) => `domi:lease:${name}`);
    const parents = names.map(parentKey);
    const [answer = ''] = answers;
    let left = bound;

    /** A store that was late or failed once is not asked again by this refresh. */
    async function run(script: Script, keys: string[], ...values: (string | number)[]): Promise<unknown> {
      if (left <= 0) return undefined;
      const startedAt = performance.now();
      const reply = await store.ask((client) => runScript(client, script, keys, values.map(String)), left);
      left = reply === undefined ? 0 : left - (performance.now() - startedAt);
      return reply;
    }

    return {
      async present(hasWaited) {
        // The time of somebody who waits for another replica is the provider's, not the store's.
        if (hasWaited) left = bound;
        const replays = mayReplay ? options.replays : 0;
        const keys = [...answers, ...leases, ...parents];
        const reply = await run(PRESENT, keys, owner, leaseMs, replays, hasWaited ? 1 : 0);
        return toPresented(reply);
      },
      renew() {
        const timer = setInterval(() => {
          store.ask((client) => runScript(client, RENEW, leases, [owner, String(leaseMs)]), leaseMs / 3);
        }, leaseMs / 3);
        timer.unref();
        return () => clearInterval(timer);
      },
      async publish(sealed, successors) {
        const keys = [answer, ...leases, ...successors.map(([name]) => parentKey(name))];
        await run(PUBLISH, keys, owner, leases.length, mayReplay ? options.replayMs : HAND_OVER_MS, sealed);
      },
      async release(outcome) {
        await run(RELEASE, [answer, ...leases], owner, outcome === 'dead' ? options.deadMs : 0);
      },
      async endParent() {
        await run(END_PARENT, parents);
      },
    };
  }

  return { open };
}

function parentKey(name: string): string {
  return `domi:parent:${name}`;
}

function toPresented(reply: unknown): Presented | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [state, sealed] = reply as string[];
  if (state === 'answered' && sealed !== undefined) return { state, sealed };
  return state === 'leased' || state === 'busy' || state === 'dead' ? { state } : undefined;
}
