import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import type { SecureContextOptions } from 'node:tls';
import type { UnparsedEvent } from '../observability/events.ts';
import { createServer, TLS_POLICY } from './server.ts';

/** One of the service's ports, and its requests in flight. */
export interface Port {
  /** @returns the port number; useful when `port` is 0, which selects any free one */
  listen(port: number, host: string | undefined): Promise<number>;
  /** Uses another key and certificate for new connections. Does nothing on a port that was created without TLS. */
  replaceCertificate(tls: SecureContextOptions): void;
  /**
   * From now on every answer closes its connection, so that clients and proxies send their next request elsewhere.
   * Requests are still accepted.
   */
  endKeepAlive(): void;
  /**
   * Stops accepting connections, waits for the requests in flight, and closes.
   * @param budget milliseconds after which it cuts connections instead of waiting
   */
  close(budget: number): Promise<void>;
}

const IDLE_SWEEP_MS = 100;

/**
 * A request in flight. Its members are cleared when it is over: a `Set` discards its table when that is full of deleted
 * entries, and values in a discarded table stay in memory until a major collection
 * (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
interface RequestInFlight {
  response: ServerResponse | undefined;
  done: Promise<void> | undefined;
}

/** @param handle resolves when the request is over; if the client has left, that is after its connection has closed */
export function createPort(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  tls: SecureContextOptions | undefined,
  observeUnparsed?: (event: UnparsedEvent) => void,
): Port {
  const inFlight = new Set<RequestInFlight>();
  let keepsAlive = true;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (!keepsAlive) endConnection(response);
    const done = handle(request, response).finally(() => {
      inFlight.delete(entry);
      entry.response = undefined;
      entry.done = undefined;
    });
    const entry: RequestInFlight = { response, done };
    inFlight.add(entry);
  }
  const server = createServer(answer, tls, observeUnparsed);

  function listen(port: number, host: string | undefined): Promise<number> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, ...(host && { host }) }, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  function endKeepAlive(): void {
    keepsAlive = false;
    for (const { response } of inFlight) if (response) endConnection(response);
  }

  async function close(budget: number): Promise<void> {
    endKeepAlive();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Idle keep-alive connections would keep `close` waiting, so they are closed until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const finished = closed.then(() => Promise.allSettled([...inFlight].map(({ done }) => done)));
    await Promise.race([finished, elapse(budget, undefined, { ref: false })]);
    server.closeAllConnections();
    await closed;
    clearInterval(sweep);
  }

  function replaceCertificate(next: SecureContextOptions): void {
    if (server instanceof HttpsServer) server.setSecureContext({ ...next, ...TLS_POLICY });
  }

  return { listen, replaceCertificate, endKeepAlive, close };
}

/** An answer that has begun has sent its head already; the idle sweep closes its connection. */
function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
