import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import type { SecureContextOptions } from 'node:tls';
import type { UnparsedEvent } from '../observability/events.ts';
import { createServer, TLS_POLICY } from './server.ts';

/** One of the service's ports, and what it has in hand. */
export interface Port {
  /** @returns the number, also when any free one was asked for */
  listen(port: number, host: string | undefined): Promise<number>;
  /** Uses another key and certificate for new connections; without TLS from the start it stays without. */
  replaceCertificate(tls: SecureContextOptions): void;
  /**
   * From now on every answer ends its connection, so that clients and proxies that keep one open take their next
   * request elsewhere. Requests are still accepted.
   */
  turnAway(): void;
  /**
   * Accepts nothing more, waits for what is in hand, closes.
   * @param deadline milliseconds after which connections are cut and nothing is waited for
   */
  close(deadline: number): Promise<void>;
}

const IDLE_SWEEP_MS = 100;

/**
 * Emptied when it is over: a `Set` gives up its table when that is full of deleted places, and what is in such a table stays in
 * memory until a large collection (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
interface Answering {
  response: ServerResponse | undefined;
  done: Promise<void> | undefined;
}

/** @param handle resolves when the request is done with, which is later than its connection when the client has gone */
export function createPort(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  tls: SecureContextOptions | undefined,
  observeUnparsed?: (event: UnparsedEvent) => void,
): Port {
  const inHand = new Set<Answering>();
  let turnsAway = false;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (turnsAway) endConnection(response);
    const done = handle(request, response).finally(() => {
      inHand.delete(answering);
      answering.response = undefined;
      answering.done = undefined;
    });
    const answering: Answering = { response, done };
    inHand.add(answering);
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

  function turnAway(): void {
    turnsAway = true;
    for (const { response } of inHand) if (response) endConnection(response);
  }

  async function close(deadline: number): Promise<void> {
    turnAway();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A connection that idles in keep-alive would hold `close` open, so idle ones are ended until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const finished = closed.then(() => Promise.allSettled([...inHand].map(({ done }) => done)));
    await Promise.race([finished, elapse(deadline, undefined, { ref: false })]);
    server.closeAllConnections();
    await closed;
    clearInterval(sweep);
  }

  function replaceCertificate(next: SecureContextOptions): void {
    if (server instanceof HttpsServer) server.setSecureContext({ ...next, ...TLS_POLICY });
  }

  return { listen, replaceCertificate, turnAway, close };
}

/** The head of an answer that has begun is gone; the idle sweep ends its connection. */
function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
