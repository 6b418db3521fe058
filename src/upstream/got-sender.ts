import http from 'node:http';
import https from 'node:https';
import got, { RequestError } from 'got';
import { ConnectError, readErrorCode } from '../connections/connection-error.ts';
import type { Connect } from '../connections/connector.ts';
import type { Endpoint } from '../networks/endpoint.ts';
import { DomiError } from '../oauth/errors.ts';
import { IDLE_SOCKET_MS } from './connection-limits.ts';
import { findForwarding } from './forwarding.ts';
import { readResponse } from './read-response.ts';
import { createTimeoutError, createTooLargeError, MAX_RESPONSE_BYTES } from './response-limits.ts';
import type { SendOnce } from './send-once.ts';
import type { ClientOptions } from './undici-sender.ts';

const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_SOCKET_MS };

/** Sends by got. Its stream, not its promise: the size can be checked chunk by chunk. */
export function createGotSender({ connect, findProxy, headers: fixed }: ClientOptions): SendOnce {
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

  return ({ url, headers, body }, budget) =>
    new Promise((resolve, reject) => {
      const forwarding = findForwarding(new URL(url), findProxy);
      const chunks: Buffer[] = [];
      let bytes = 0;
      let isHandedOver = false;
      const stream = client.stream(url, {
        headers: { ...headers, ...forwarding.headers },
        body,
        request(address, options, callback) {
          const { request } = address.protocol === 'https:' ? https : http;
          const made = request(address, { ...options, path: forwarding.target }, callback);
          // Node gives the request its connected socket and writes to it in the same step.
          made.once('socket', () => {
            isHandedOver = true;
          });
          return made;
        },
      });
      // Node keeps an error of a request back until there is a socket, so time-outs of got would be late.
      const timer = setTimeout(() => fail(createTimeoutError(isHandedOver)), budget);

      function fail(error: unknown): void {
        clearTimeout(timer);
        reject(error);
        stream.destroy();
      }

      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > MAX_RESPONSE_BYTES) fail(createTooLargeError());
      });
      // Stays: errors that come after the end have nobody who waits for them.
      stream.on('error', (error) => fail(translateError(error, isHandedOver)));
      stream.once('end', () => {
        clearTimeout(timer);
        const { statusCode: status = 0, headers: received = {} } = stream.response ?? {};
        try {
          resolve(readResponse({ status, headers: received, chunks }));
        } catch (error) {
          reject(error);
        }
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

/**
 * Errors of got carry its options: client secret, form, URL. None of that leaves this function, not even as `cause`.
 */
function translateError(error: unknown, isHandedOver: boolean): ConnectError | DomiError {
  const cause = error instanceof RequestError ? error.cause : undefined;
  if (cause instanceof ConnectError) return cause;
  const reason = readErrorCode(error);
  return isHandedOver ? new DomiError('provider_connection_lost', { reason }) : new ConnectError(reason);
}
