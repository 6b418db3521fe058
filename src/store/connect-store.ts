import { createClient } from 'redis';
import type { StoreEvent } from '../observability/events.ts';
import { STORE_BUDGET } from '../time/budgets.ts';

export type StoreClient = ReturnType<typeof createStoreClient>;

/**
 * A connection to Redis or Valkey that nothing depends on: a caller gets a reply within its budget, or goes on without
 * one.
 */
export interface Store {
  /** False from the first failure or late reply until the store replies again. */
  readonly isUp: () => boolean;
  /**
   * @param budget milliseconds
   * @returns undefined when the store is down, fails, or does not reply in time; never throws
   */
  ask<T>(command: (client: StoreClient) => Promise<T>, budget: number): Promise<T | undefined>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `redis://` or `rediss://`, with user and password as needed. */
  readonly url: string;
  /** Gets each change once; only observes, and never throws. */
  readonly observe: (event: StoreEvent) => void;
}

const PROBE = "return redis.call('SET', KEYS[1], '1', 'PX', 1000)";

/** Milliseconds between two probes of a store that failed. */
const PROBE_EVERY = 500;
/** A probe gets the budget of a request, so that a slow store counts as down. */
const PROBE_BUDGET = STORE_BUDGET;
const CONNECT_TIMEOUT = 2000;
const LONGEST_RECONNECT_PAUSE = 1000;

/** Connects in the background: the service starts with or without its store. */
export function connectStore({ url, observe }: StoreOptions): Store {
  const client = createStoreClient(url);
  /** Undefined until the first connection has succeeded or failed. */
  let isUp: boolean | undefined;
  let probe: NodeJS.Timeout | undefined;

  function change(next: StoreEvent): void {
    if (isUp === next.isUp) return;
    isUp = next.isUp;
    observe(next);
    if (!isUp) probe = setInterval(probeStore, PROBE_EVERY, PROBE_BUDGET).unref();
    else clearInterval(probe);
  }

  /** Does what requests do: a store that is full, read-only, or allows no scripts would still reply to a ping. */
  async function probeStore(budget: number): Promise<void> {
    try {
      const answer = await within(budget, client.eval(PROBE, { keys: ['domi:probe'] }));
      if (answer !== undefined) change({ isUp: true });
    } catch (error) {
      change({ isUp: false, reason: readReason(error) });
    }
  }

  client.on('ready', () => probeStore(CONNECT_TIMEOUT));
  client.on('error', (error) => change({ isUp: false, reason: readReason(error) }));
  client.connect().catch((error) => change({ isUp: false, reason: readReason(error) }));

  return {
    isUp: () => isUp === true,
    async ask(command, budget) {
      if (isUp !== true) return undefined;
      try {
        const answer = await within(budget, command(client));
        if (answer === undefined) change({ isUp: false, reason: 'no reply in time' });
        return answer;
      } catch (error) {
        change({ isUp: false, reason: readReason(error) });
        return undefined;
      }
    },
    async close() {
      clearInterval(probe);
      client.destroy();
    },
  };
}

function createStoreClient(url: string) {
  return createClient({
    url,
    // Commands must not wait for a connection, since clients would wait with them.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), LONGEST_RECONNECT_PAUSE),
    },
  });
}

/** @returns undefined when the time is up first */
function within<T>(budget: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    // After a pause of this process the timer fires before a reply that is already in the socket has been read.
    const timer = setTimeout(() => setImmediate(resolve, undefined), budget);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * @returns the code of a system error, or the first word of a Redis error (`WRONGPASS`, `OOM`). Never the message: it
 *   could contain the address with its password.
 */
function readReason(error: unknown): string {
  const { code, message = '', name } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code)) return code;
  return /^[A-Z]{2,40}(?= )/.exec(message)?.[0] ?? name ?? 'unknown';
}
