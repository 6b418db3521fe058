import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from '../networks/is-public-address.ts';
import { ConnectError, readErrorCode } from './connection-error.ts';

/** Finds every address of a name, best first. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

export interface Resolver {
  /**
   * @returns at least one address
   * @throws ConnectError
   */
  resolve(hostname: string, scope: AddressScope): Promise<readonly string[]>;
}

export type AddressScope = 'any' | 'public';

/** In the order of the operating system, which knows the routes of this machine (RFC 6724). */
export const lookUpAddresses: Lookup = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * Requests for a name that is being looked up share that lookup. The operating system cannot end one, and libuv lets
 * only half of its threads do lookups, so a name server that does not answer would otherwise block all other names.
 * @param timeout milliseconds for one request
 */
export function createResolver(lookUp: Lookup, timeout: number): Resolver {
  const running = new Map<string, Promise<readonly string[]>>();

  function find(hostname: string): Promise<readonly string[]> {
    const shared = running.get(hostname) ?? lookUp(hostname).finally(() => running.delete(hostname));
    running.set(hostname, shared);
    return shared;
  }

  return {
    async resolve(hostname, scope) {
      const found = isIP(hostname) === 0 ? await waitFor(find(hostname), timeout) : [hostname];
      // The addresses that are checked here are those that are connected to: the name is not looked up again.
      const allowed = scope === 'any' ? found : found.filter(isPublicAddress);
      if (allowed.length === 0) throw new ConnectError('the name leads into a private network', true);
      return allowed;
    },
  };
}

function waitFor(addresses: Promise<readonly string[]>, timeout: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ConnectError('time-out in phase lookup')), timeout);
    addresses
      .then(resolve, (error: unknown) => reject(new ConnectError(readErrorCode(error))))
      .finally(() => clearTimeout(timer));
  });
}
