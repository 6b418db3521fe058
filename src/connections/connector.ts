import type { Socket } from 'node:net';
import type { Endpoint } from '../networks/endpoint.ts';
import type { FindProxy } from '../networks/proxy-finder.ts';
import { connectToAny } from './connect-to-any.ts';
import { ConnectError } from './connection-error.ts';
import { openTunnel } from './open-tunnel.ts';
import { type AddressScope, createResolver, type Lookup } from './resolver.ts';
import { createTlsLayer } from './tls-layer.ts';

/**
 * Makes one connection over which a request can be written: connected, for `https:` secured, through a proxy tunnelled.
 * For an `http:` endpoint behind a proxy the socket ends at the proxy, which wants the whole address in the request line.
 * Rejects with ConnectError.
 */
export type Connect = (endpoint: Endpoint) => Promise<Socket>;

/** Milliseconds for each phase. */
export interface ConnectTimeouts {
  readonly lookup: number;
  /** All addresses together. */
  readonly connect: number;
  readonly tunnel: number;
  readonly secureConnect: number;
}

export interface ConnectorOptions {
  readonly findProxy: FindProxy;
  readonly lookup: Lookup;
  readonly timeouts: ConnectTimeouts;
  /** Which addresses a provider may have. Through a proxy the name is resolved there, so it is the proxy's to refuse. */
  readonly scope: AddressScope;
}

export function createConnector({ findProxy, lookup, timeouts, scope }: ConnectorOptions): Connect {
  const resolver = createResolver(lookup, timeouts.lookup);
  const secure = createTlsLayer(timeouts.secureConnect);

  async function open(endpoint: Endpoint, within: AddressScope): Promise<Socket> {
    const addresses = await resolver.resolve(endpoint.hostname, within);
    const socket = await connectToAny(addresses, endpoint.port, timeouts.connect);
    return endpoint.protocol === 'https:' ? secure(socket, endpoint) : socket;
  }

  return async (endpoint) => {
    const proxy = findProxy(endpoint);
    if (proxy === undefined) return open(endpoint, scope);
    const toProxy = await open(proxy, 'any').catch(blameProxy);
    if (endpoint.protocol === 'http:') return toProxy;
    const { authorization } = proxy;
    const tunnel = await openTunnel(toProxy, { endpoint, authorization, timeout: timeouts.tunnel });
    return secure(tunnel, endpoint);
  };
}

function blameProxy({ message, isFinal }: ConnectError): never {
  throw new ConnectError(`the proxy cannot be reached: ${message}`, isFinal);
}
