import { createClient } from 'redis';
import type { StoreEvent } from '../observability/events.ts';
import { STORE_BUDGET } from '../time/budgets.ts';

export type StoreClient = ReturnType<typeof createStoreClient>;

/**
 * A connection to Redis or Valkey that nothing depends on: who asks gets an answer within a bound, or none and goes
 * on without it.
 */
export interface Store {
  /** The connection itself, for libraries that want one; commands are refused at once while it is down. */
  readonly client: StoreClient;
  /** False from the first fault or late answer until the store answers again. */
  readonly isUp: () => boolean;
  /**
   * @param bound milliseconds
   * @returns undefined when the store is down, fails, or does not answer in time; never throws
   */
  ask<T>(command: (client: StoreClient) => Promise<T>, bound: number): Promise<T | undefined>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `redis://` or `rediss://`, with user and password as needed. */
  readonly url: string;
  /** Is given each change once; only watches, and never throws. */
  readonly observe: (event: StoreEvent) => void;
}

const PROBE = "return redis.call('SET', KEYS[1], '1', 'PX', 1000)";

/** Milliseconds between two looks whether a store that failed is back. */
const PROBE_EVERY = 500;
/** A probe may take what a request may: a slow store stays out of their way. */
const PROBE_BOUND = STORE_BUDGET;
const CONNECT_TIMEOUT = 2000;
const LONGEST_RECONNECT_PAUSE = 1000;

/** Connects in the background: the service starts with or without its store. */
export function connectStore({ url, observe }: StoreOptions): Store {
  const client = createStoreClient(url);
  /** Undefined until the first connection came about, or did not. */
  let isUp: boolean | undefined;
  let probe: NodeJS.Timeout | undefined;

  function change(next: StoreEvent): void {
    if (isUp === next.isUp) return;
    isUp = next.isUp;
    observe(next);
    if (!isUp) probe = setInterval(look, PROBE_EVERY, PROBE_BOUND).unref();
    else clearInterval(probe);
  }

  /** By what requests do: a store that is full, read-only, or allows no scripts answers a ping all the same. */
  async function look(bound: number): Promise<void> {
    try {
      const answer = await within(bound, client.eval(PROBE, { keys: ['domi:probe'] }));
      if (answer !== undefined) change({ isUp: true });
    } catch (error) {
      change({ isUp: false, reason: readReason(error) });
    }
  }

  client.on('ready', () => look(CONNECT_TIMEOUT));
  client.on('error', (error) => change({ isUp: false, reason: readReason(error) }));
  client.connect().catch((error) => change({ isUp: false, reason: readReason(error) }));

  return {
    client,
    isUp: () => isUp === true,
    async ask(command, bound) {
      if (isUp !== true) return undefined;
      try {
        const answer = await within(bound, command(client));
        if (answer === undefined) change({ isUp: false, reason: 'no answer in time' });
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
    // A command that waits for a connection is one that a client waits for.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), LONGEST_RECONNECT_PAUSE),
    },
  });
}

/** @returns undefined when the time is up first */
function within<T>(bound: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    // After a pause of this process the timer is due before the answer that lies in the socket has been read.
    const timer = setTimeout(() => setImmediate(resolve, undefined), bound);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A system's code, or the word with which errors of Redis begin (`WRONGPASS`, `OOM`). Never a message: it could hold the address with its password. */
function readReason(error: unknown): string {
  const { code, message = '', name } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code)) return code;
  return /^[A-Z]{2,40}(?= )/.exec(message)?.[0] ?? name ?? 'unknown';
}
