import { openServerLink } from './open-server-link.ts';
import { readReason } from './read-reason.ts';
import type { StoreAddress, StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';
import { waitWithin } from './wait-within.ts';

/** Connections to the Sentinels, each as long as it lasts. */
export interface Sentinels {
  /**
   * Asks all of them for the address of the primary. The answer that most of them give counts, since one that was cut off
   * for a while names the old primary.
   * @throws Error with a `code` when none knows it
   */
  findPrimary(): Promise<StoreAddress>;
  close(): void;
}

/** Milliseconds for one Sentinel. */
const ASK_TIMEOUT = 1000;

/** Errors of a Sentinel that wants a login. */
const WANTS_LOGIN: ReadonlySet<string> = new Set(['NOAUTH', 'NOPERM']);

export function createSentinels(endpoints: StoreEndpoints): Sentinels {
  const links = new Map<StoreAddress, StoreLink>();
  let isClosed = false;

  /** Most Sentinels want no login. One that does gets the user and password of the store. */
  async function ask(sentinel: StoreAddress): Promise<StoreAddress> {
    try {
      return await askAs(sentinel, { ...endpoints, username: undefined, password: undefined });
    } catch (error) {
      if (endpoints.password === undefined || !WANTS_LOGIN.has(readReason(error))) throw error;
      return askAs(sentinel, endpoints);
    }
  }

  async function askAs(sentinel: StoreAddress, login: StoreEndpoints): Promise<StoreAddress> {
    const link =
      links.get(sentinel) ?? (await openServerLink(sentinel, { ...login, database: 0 }, ASK_TIMEOUT));
    links.set(sentinel, link);
    try {
      if (isClosed) throw toError('ECONNABORTED', 'not needed any more');
      return await askForPrimary(link, endpoints.master ?? '');
    } catch (error) {
      links.delete(sentinel);
      link.close();
      throw error;
    }
  }

  return {
    async findPrimary() {
      const answers = await Promise.allSettled(endpoints.addresses.map(ask));
      const named = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const [primary] = named.toSorted((a, b) => countEqual(named, b) - countEqual(named, a));
      if (primary) return primary;
      throw (answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason;
    },
    close() {
      isClosed = true;
      for (const link of links.values()) link.close();
      links.clear();
    },
  };
}

async function askForPrimary(link: StoreLink, master: string): Promise<StoreAddress> {
  const command = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', master];
  // A Sentinel that knows no such master replies with null.
  const question = link.send('', command, AbortSignal.timeout(ASK_TIMEOUT)).then((reply) => ({ reply }));
  const answer = await waitWithin(ASK_TIMEOUT, question);
  if (answer === undefined) throw toError('ETIMEDOUT', 'Sentinel did not reply');
  const [host, port] = Array.isArray(answer.reply) ? answer.reply.map(String) : [];
  if (!host) throw toError('UNKNOWN_MASTER', 'Sentinel knows no master of this name');
  return { host, port: Number(port) };
}

function countEqual(all: readonly StoreAddress[], { host, port }: StoreAddress): number {
  return all.filter((other) => other.host === host && other.port === port).length;
}

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
