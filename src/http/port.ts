import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import type { SecureContextOptions } from 'node:tls';
import type { ConnectionEvent, PortName, UnparsedEvent } from '../observability/events.ts';
import type { Clock } from '../time/clock.ts';
import { createRequestQueue } from './request-queue.ts';
import { createRequestsInFlight, endConnection } from './requests-in-flight.ts';
import { createServer } from './server.ts';
import { TLS_POLICY } from './tls-policy.ts';

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

export interface PortOptions {
  readonly name: PortName;
  /** Resolves when the request is over; if the client has left, that is after its connection has closed. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Undefined: plain HTTP. */
  readonly tls: SecureContextOptions | undefined;
  readonly maxConnections: number;
  /** Milliseconds that a client may take for an answer that is ready. */
  readonly sendBudget: number;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Both only observe, and never throw. */
  readonly observeUnparsed: (event: UnparsedEvent) => void;
  readonly observeConnection: (event: ConnectionEvent) => void;
}

const IDLE_SWEEP_MS = 100;

const SLOW_READER_SWEEP_MS = 1000;

/**
 * Pipelined requests that wait for those before them. No browser, proxy or libcurl of today pipelines; for whoever does, a
 * connection is read in segments of 64 KiB, and a refresh has some 700 bytes.
 */
const WAITING = { maxWaiting: 100, maxWaitingInAll: 2000 };

export function createPort(options: PortOptions): Port {
  const { name, handle, tls, clock, observeUnparsed, observeConnection } = options;
  const inFlight = createRequestsInFlight(clock.monotonic);
  let keepsAlive = true;

  function begin(request: IncomingMessage, response: ServerResponse): void {
    if (!keepsAlive) endConnection(response);
    inFlight.add(request, response, handle(request, response));
  }

  function cutSlowReaders(): void {
    const count = inFlight.cutSlowReaders(options.sendBudget);
    if (count > 0) observeConnection({ kind: 'slow_reader', port: name, count });
  }

  const queue = createRequestQueue({ begin, ...WAITING });
  const server = createServer({
    name,
    queue,
    tls,
    maxConnections: options.maxConnections,
    now: clock.now,
    observeUnparsed,
    observeConnection,
  });

  function listen(port: number, host: string | undefined): Promise<number> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, ...(host && { host }) }, () => {
        server.off('error', reject);
        // Accepting may fail later, for instance without descriptors; without a listener that would end the process.
        server.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) =>
          observeConnection({ kind: 'accept_failed', port: name, code }),
        );
        const sweeping = setInterval(cutSlowReaders, SLOW_READER_SWEEP_MS).unref();
        server.once('close', () => clearInterval(sweeping));
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  function endKeepAlive(): void {
    keepsAlive = false;
    inFlight.endConnections();
  }

  async function close(budget: number): Promise<void> {
    endKeepAlive();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Idle keep-alive connections would keep `close` waiting, so they are closed until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const finished = closed.then(() => inFlight.settle());
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
