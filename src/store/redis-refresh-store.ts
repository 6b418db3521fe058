import { randomUUID } from 'node:crypto';
import type { ReplayDenial } from '../observability/events.ts';
import type { LeaseState, RefreshStore, SharedResponse, StoreSession } from '../refresh/refresh-store.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { GRANT_BUDGET, HAND_OVER_TIME, LEASE_TIME, RENEWALS, STORE_BUDGET } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { END_PARENT, PRESENT, PUBLISH, RELEASE, RENEW, runScript, type Script } from './scripts.ts';

export interface RefreshStoreOptions {
  /** Milliseconds for which a response may be replayed; 0: only to requests that already wait for it. */
  readonly replayMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  /** Milliseconds for which a spent token is known to be spent; 0: never. */
  readonly supersededMs: number;
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

/** Milliseconds between two attempts to share a response that other replicas may wait for. */
const PUBLISH_EVERY = 500;

/**
 * Leases, sealed responses and superseded tokens in Redis or Valkey. Keys hold fingerprints; values hold sealed text or
 * counts.
 */
export function createRedisRefreshStore(store: Store, options: RefreshStoreOptions): RefreshStore {
  const { budget, lease: leaseMs } = { ...TIMES, ...options.times };
  const mayReplay = options.replayMs > 0;

  function open(names: Names): StoreSession {
    const owner = randomUUID();
    const answers = names.map((name) => `domi:answer:${name}`);
    const leases = names.map((name) => `domi:lease:${name}`);
    const parents = names.map(parentKey);
    const superseded = names.map(supersededKey);
    const [answer = ''] = answers;
    const [spent = ''] = superseded;
    let left = budget;
    let isOurs = false;

    /** After a failure or a late reply, this refresh does not ask the store again. */
    async function run(script: Script, keys: string[], ...values: (string | number)[]): Promise<unknown> {
      if (left <= 0) return undefined;
      const startedAt = options.monotonic();
      const reply = await store.ask((client) => runScript(client, script, keys, values.map(String)), left);
      left = reply === undefined ? 0 : left - (options.monotonic() - startedAt);
      return reply;
    }

    /** Other replicas have seen the lease, and wait for this response. */
    function publishLater(keys: string[], values: string[]): void {
      const end = options.monotonic() + GRANT_BUDGET;
      const timer = setInterval(async () => {
        const reply = await store.ask((client) => runScript(client, PUBLISH, keys, values), PUBLISH_EVERY);
        if (reply !== undefined || options.monotonic() > end) clearInterval(timer);
      }, PUBLISH_EVERY);
      timer.unref();
    }

    return {
      async present({ hasWaited, isInDoubt, refusesSuperseded }) {
        // The wait for another replica is the provider's time, not the store's.
        if (hasWaited) left = budget;
        const replays = mayReplay ? options.replays : 0;
        const keys = [...answers, ...leases, ...parents, ...superseded];
        const flags = [hasWaited, isInDoubt, refusesSuperseded].map(Number);
        const lease = toLeaseState(await run(PRESENT, keys, owner, leaseMs, replays, ...flags));
        isOurs = lease?.state === 'leased';
        return lease;
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
      async publish({ sealed, successors, canBeReplayed, isSuperseded }: SharedResponse) {
        const following = successors.map(([name]) => name);
        const keys = [answer, spent, ...leases, ...following.map(parentKey), ...following.map(supersededKey)];
        const answerMs = mayReplay && canBeReplayed ? options.replayMs : HAND_OVER_TIME;
        const supersededMs = isSuperseded ? options.supersededMs : 0;
        const values = [owner, leases.length, answerMs, sealed, supersededMs].map(String);
        const reply = await run(PUBLISH, keys, ...values);
        if (reply === undefined && isOurs) publishLater(keys, values);
      },
      async release(outcome) {
        const [field, time] = {
          dead: ['dead', options.deadMs],
          superseded: ['superseded', options.supersededMs],
          // As long as another replica may remember the lease.
          failed: ['released', GRANT_BUDGET],
        }[outcome] as [string, number];
        await run(RELEASE, [answer, spent, ...leases], owner, field, Math.max(1, time));
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

function supersededKey(name: string): string {
  return `domi:superseded:${name}`;
}

function toLeaseState(reply: unknown): LeaseState | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [state, value] = reply as [string, unknown];
  switch (state) {
    case 'answered':
      return { state, sealed: String(value) };
    case 'superseded':
      return { state, denial: value as ReplayDenial };
    case 'busy':
      return { state, leaseLeft: Number(value) };
    case 'leased':
    case 'lost':
    case 'dead':
      return { state };
    default:
      return undefined;
  }
}
