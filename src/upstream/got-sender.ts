import http from 'node:http';
import https from 'node:https';
import got from 'got';
import type { Connect } from '../connections/connector.ts';
import type { Endpoint } from '../networks/endpoint.ts';
import type { ProviderRequest } from '../oauth/token-request.ts';
import { IDLE_SOCKET_MS } from './connection-limits.ts';
import { type Forwarding, findForwarding } from './forwarding.ts';
import { GotExchange } from './got-exchange.ts';
import type { HttpClientOptions } from './http-client-options.ts';
import { createPlaces } from './places.ts';
import type { SendOnce } from './send-once.ts';

const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_SOCKET_MS };

/**
 * Sends by got. Its stream, not its promise: the size can be checked chunk by chunk. The agents of Node count connections
 * only once they are made, so calls are bounded instead.
 */
export function createGotSender(options: HttpClientOptions): SendOnce {
  const { connect, findProxy, headers: fixed, connections, monotonic } = options;
  const client = got.extend({
    method: 'POST',
    agent: {
      http: connectBy(new http.Agent(AGENT_OPTIONS), 'http:', connect),
      https: connectBy(new https.Agent(AGENT_OPTIONS), 'https:', connect),
    },
    headers: fixed,
    // A second attempt would present a single-use token twice.
    retry: { limit: 0 },
    // got would send the form, refresh token included, to any address that a redirect names.
    followRedirect: false,
    throwHttpErrors: false,
    // Both clients share one decoder, which bounds what a small response unfolds to.
    decompress: false,
    http2: false,
  });

  const places = createPlaces(connections);

  function begin(
    { url, headers, body }: ProviderRequest,
    forwarding: Forwarding,
    exchange: GotExchange,
  ): Promise<void> {
    const stream = client.stream(url, {
      headers: { ...headers, ...forwarding.headers },
      body,
      request(address, options, callback) {
        const { request } = address.protocol === 'https:' ? https : http;
        const made = request(address, { ...options, path: forwarding.target }, callback);
        made.once('socket', () => {
          if (!exchange.handOver()) made.destroy();
        });
        return made;
      },
    });
    return exchange.follow(stream);
  }

  return (request, budget, sendWithin = budget) =>
    new Promise((resolve, reject) => {
      const address = new URL(request.url);
      const forwarding = findForwarding(address, findProxy);
      const exchange = new GotExchange(
        { budget, sendWithin, monotonic, isForwarded: forwarding.isForwarded },
        { resolve, reject },
      );
      places.run(address.origin, async () => {
        if (!exchange.isOver) await begin(request, forwarding, exchange);
      });
    });
}

/** Makes an agent hand over only sockets that are connected and, for `https:`, secured. */
function connectBy<A extends http.Agent>(agent: A, protocol: Endpoint['protocol'], connect: Connect): A {
  agent.createConnection = ({ host, port }, callback) => {
    connect({ protocol, hostname: String(host), port: Number(port) }).then(
      (socket) => callback?.(null, socket),
      // The declared type wants a socket beside the error; Node looks at none then.
      (error: Error) => callback?.(error, undefined as never),
    );
    return undefined;
  };
  return agent;
}
