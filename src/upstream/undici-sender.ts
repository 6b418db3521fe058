import { Agent } from 'undici';
import type { Connect } from '../connections/connector.ts';
import { toEndpoint } from '../networks/endpoint.ts';
import type { FindProxy } from '../networks/proxy-finder.ts';
import { IDLE_SOCKET_MS, LONGEST_IDLE_SOCKET_MS } from './connection-limits.ts';
import { findForwarding } from './forwarding.ts';
import { MAX_RESPONSE_BYTES } from './response-limits.ts';
import type { SendOnce } from './send-once.ts';
import { UndiciExchange } from './undici-exchange.ts';

export interface ClientOptions {
  readonly connect: Connect;
  readonly findProxy: FindProxy;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** In use at the same time for one origin; what is more waits. */
  readonly connections: number;
}

/**
 * The cheap way to send, by undici's lowest interface, which its documentation means for such use: a handler in place of
 * promise, stream and abort signal.
 */
export function createUndiciSender(options: ClientOptions): SendOnce {
  const { connect, findProxy, headers: fixed, connections } = options;
  const agent = new Agent({
    connect: (address, callback) => {
      connect(toEndpoint(address)).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: IDLE_SOCKET_MS,
    keepAliveMaxTimeout: LONGEST_IDLE_SOCKET_MS,
    maxResponseSize: MAX_RESPONSE_BYTES,
    // An exchange has one budget for everything.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  return ({ url, headers, body }, budget) =>
    new Promise((resolve, reject) => {
      const address = new URL(url);
      const forwarding = findForwarding(address, findProxy);
      agent.dispatch(
        {
          origin: address.origin,
          method: 'POST',
          path: forwarding.target,
          headers: { ...fixed, ...headers, ...forwarding.headers },
          body,
        },
        new UndiciExchange(budget, { resolve, reject }),
      );
    });
}
