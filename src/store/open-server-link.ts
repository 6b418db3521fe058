import { createClient } from 'redis';
import { buildClientOptions, buildSocketOptions, CONNECT_TIMEOUT } from './client-options.ts';
import { readReason } from './read-reason.ts';
import type { StoreAddress, StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';
import { waitWithin } from './wait-within.ts';

/**
 * Connects to one server and logs in. The address is resolved each time.
 * @throws the error of the connection or the server
 */
export async function openServerLink(
  { host, port }: StoreAddress,
  endpoints: Omit<StoreEndpoints, 'mode'>,
  timeout = CONNECT_TIMEOUT,
): Promise<StoreLink> {
  const client = createClient({
    ...buildClientOptions(endpoints),
    database: endpoints.database,
    socket: { ...buildSocketOptions(endpoints.isTls), host, port },
  });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  client.on('error', (error) => resolve(readReason(error)));
  const close = (): void => {
    if (client.isOpen) client.destroy();
  };
  try {
    const connected = await waitWithin(timeout, client.connect());
    if (connected === undefined) throw Object.assign(new Error('no login in time'), { code: 'ETIMEDOUT' });
  } catch (error) {
    close();
    throw error;
  }
  return { send: (_key, command) => client.sendCommand([...command]), ended, close };
}
