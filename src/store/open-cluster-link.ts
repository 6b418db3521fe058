import { createCluster } from 'redis';
import { buildClientOptions, buildSocketOptions, CONNECT_TIMEOUT } from './client-options.ts';
import { readReason } from './read-reason.ts';
import type { StoreAddress, StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';
import { waitWithin } from './wait-within.ts';

/**
 * Connects to all primaries of a cluster. When one connection ends, the link ends, and the next one gets the new topology.
 * @throws the error of the first node that failed
 */
export async function openClusterLink(endpoints: StoreEndpoints): Promise<StoreLink> {
  const cluster = createCluster({
    rootNodes: endpoints.addresses.map(({ host, port }) => ({ socket: { host, port } })),
    nodeAddressMap: (address) => completeAddress(address, endpoints.addresses),
    defaults: { ...buildClientOptions(endpoints), socket: buildSocketOptions(endpoints.isTls) },
  });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  let firstError: unknown;
  let isOver = false;
  const close = (): void => {
    isOver = true;
    cluster.destroy();
  };
  // Discovery tries the next node after such an error, so it does not end the link.
  cluster.on('error', (error) => {
    firstError ??= error;
  });
  cluster.on('node-error', (error) => {
    firstError ??= error;
    resolve(readReason(error));
  });
  // A discovery that was under way when the link ended still connects.
  cluster.on('node-ready', () => {
    if (isOver) cluster.destroy();
  });
  try {
    const connected = await waitWithin(CONNECT_TIMEOUT, cluster.connect());
    if (connected === undefined) throw Object.assign(new Error('no login in time'), { code: 'ETIMEDOUT' });
  } catch (error) {
    close();
    throw firstError ?? error;
  }
  return {
    send: (key, command, abortSignal) => cluster.sendCommand(key, false, [...command], { abortSignal }),
    ended,
    close,
  };
}

/** A node that has not met another one does not know its own address, and then it is where we asked (CLUSTER SLOTS). */
function completeAddress(address: string, asked: readonly StoreAddress[]): StoreAddress | undefined {
  const [, port] = /^(?:\?|null)?:(\d+)$/.exec(address) ?? [];
  if (port === undefined) return undefined;
  const known = asked.find((one) => one.port === Number(port)) ?? asked[0];
  return known && { host: known.host, port: Number(port) };
}
