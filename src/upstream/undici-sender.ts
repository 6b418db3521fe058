import { Agent } from 'undici';
import { adaptConnect } from './adapt-connect.ts';
import { IDLE_SOCKET_MS, LONGEST_IDLE_SOCKET_MS } from './connection-limits.ts';
import { findForwarding } from './forwarding.ts';
import type { HttpClientOptions } from './http-client-options.ts';
import { MAX_RESPONSE_BYTES } from './response-limits.ts';
import type { SendOnce } from './send-once.ts';
import { UndiciExchange } from './undici-exchange.ts';

/**
 * The cheap way to send, by undici's lowest interface, which its documentation means for such use: a handler in place of
 * promise, stream and abort signal.
 */
export function createUndiciSender(options: HttpClientOptions): SendOnce {
  const { connect, findProxy, headers: fixed, connections, monotonic } = options;
  const agent = new Agent({
    connect: adaptConnect(connect),
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

  return ({ url, headers, body }, budget, sendWithin = budget) =>
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
        new UndiciExchange(
          { budget, sendWithin, monotonic, isForwarded: forwarding.isForwarded },
          { resolve, reject },
        ),
      );
    });
}
