import { openServerLink } from './open-server-link.ts';
import { readReason } from './read-reason.ts';
import type { StoreAddress, StoreEndpoints } from './store-endpoints.ts';
import { waitWithin } from './wait-within.ts';

/** Milliseconds for one Sentinel. */
const ASK_TIMEOUT = 1000;

/** Errors of a Sentinel that wants a login. */
const WANTS_LOGIN: ReadonlySet<string> = new Set(['NOAUTH', 'NOPERM']);

/**
 * Asks every Sentinel for the address of the primary, as its guide for clients says: before each connection. The answer
 * that most of them give counts, since one that was cut off for a while names the old primary.
 * @throws Error with a `code` when none knows it
 */
export async function findPrimary(endpoints: StoreEndpoints): Promise<StoreAddress> {
  const answers = await Promise.allSettled(endpoints.addresses.map((address) => ask(address, endpoints)));
  const named = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const [primary] = named.toSorted((a, b) => countEqual(named, b) - countEqual(named, a));
  if (primary) return primary;
  const failure = answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  throw failure.reason;
}

/** Most Sentinels want no login. One that does gets the user and password of the store. */
async function ask(sentinel: StoreAddress, endpoints: StoreEndpoints): Promise<StoreAddress> {
  const anonymous = { ...endpoints, username: undefined, password: undefined };
  try {
    return await askAs(sentinel, anonymous);
  } catch (error) {
    if (endpoints.password === undefined || !WANTS_LOGIN.has(readReason(error))) throw error;
    return askAs(sentinel, endpoints);
  }
}

async function askAs(sentinel: StoreAddress, endpoints: StoreEndpoints): Promise<StoreAddress> {
  const { master = '' } = endpoints;
  const link = await openServerLink(sentinel, { ...endpoints, database: 0 }, ASK_TIMEOUT);
  try {
    const command = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', master];
    const reply = await waitWithin(ASK_TIMEOUT, link.send('', command, AbortSignal.timeout(ASK_TIMEOUT)));
    if (reply === undefined) throw toError('ETIMEDOUT', 'Sentinel did not reply');
    const [host, port] = Array.isArray(reply) ? reply.map(String) : [];
    if (!host) throw toError('UNKNOWN_MASTER', 'Sentinel knows no master of this name');
    return { host, port: Number(port) };
  } finally {
    link.close();
  }
}

function countEqual(all: readonly StoreAddress[], { host, port }: StoreAddress): number {
  return all.filter((other) => other.host === host && other.port === port).length;
}

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
