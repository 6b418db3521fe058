import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';
import { parseAddress } from '../networks/parse-address.ts';
import { DomiError } from '../oauth/errors.ts';
import type { ConnectionEvent, PortName, UnparsedEvent } from '../observability/events.ts';
import { describeUnparsed } from './describe-unparsed.ts';
import { MAX_HEADERS } from './middleware/request-head.ts';
import { createRequestId } from './middleware/request-id.ts';
import type { RequestQueue } from './request-queue.ts';
import { createSocketAnswers } from './socket-answers.ts';
import { HANDSHAKE_TIMEOUT, TLS_POLICY } from './tls-policy.ts';

/**
 * Limits of a connection, times in milliseconds. A bearer token may have 8 KB, and so may the cookies of a long code; a
 * proxy in front is expected to be stricter.
 */
const LIMITS = {
  maxHeaderSize: 32 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  // Longer than proxies keep a connection (nginx: 60 s), so that they never write to one that we have just closed.
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2000,
  // Its answer would be empty; `checkRequestHead` gives one that says what is missing.
  requireHostHeader: false,
} as const;

/** One more than `checkRequestHead` accepts: Node leaves out further ones without a word. */
const READ_HEADERS = MAX_HEADERS + 1;

export interface ServerOptions {
  readonly name: PortName;
  readonly queue: RequestQueue;
  /** Undefined: plain HTTP. */
  readonly tls: SecureContextOptions | undefined;
  /** Connections beyond it are closed at once. */
  readonly maxConnections: number;
  readonly now: () => Date;
  /** Both only observe, and never throw. */
  readonly observeUnparsed: (event: UnparsedEvent) => void;
  readonly observeConnection: (event: ConnectionEvent) => void;
}

/** A server that gives every request to the queue, and answers by itself what Node's parser refuses. */
export function createServer(options: ServerOptions): http.Server {
  const { name: port, queue, tls, observeUnparsed, observeConnection } = options;
  const server = tls
    ? https.createServer({ ...LIMITS, ...tls, ...TLS_POLICY, handshakeTimeout: HANDSHAKE_TIMEOUT })
    : http.createServer(LIMITS);
  server.maxHeadersCount = READ_HEADERS;
  server.maxConnections = options.maxConnections;
  const answerOnSocket = createSocketAnswers(options.now);

  /** Connections that speak HTTP; with TLS, after their handshake. */
  const open = new WeakSet<Duplex>();
  const refused = new WeakSet<Duplex>();

  function refuse(socket: Socket, fault: DomiError): void {
    refused.add(socket);
    const requestId = createRequestId();
    const { code: error, status, reason } = fault;
    const { remoteAddress = '' } = socket;
    // On a dual-stack port Node writes IPv4 addresses as IPv6.
    const peerAddress = parseAddress(remoteAddress) ?? remoteAddress;
    observeUnparsed({ requestId, error, status, reason, peerAddress });
    answerOnSocket(socket, fault, requestId);
  }

  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => open.add(socket));
  // Without these listeners Node would answer by itself: with 100 before the request is checked, and with an empty 417.
  // `readBody` answers with 100.
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, queue.add);

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Answered, and more is coming in: its connection is about to be destroyed.
    if (refused.has(socket)) return;
    if (!open.has(socket)) {
      observeConnection({ kind: 'handshake_failed', port, code: error.code ?? 'unknown' });
      socket.destroy();
    } else if (!socket.writable || !isOfParser(error)) socket.destroy();
    else if (!queue.end(socket as Socket)) refuse(socket as Socket, describeUnparsed(error));
  });

  // CONNECT is for proxies (RFC 9110 section 9.3.6). Node takes the connection out of its HTTP server here.
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    if (!queue.end(socket as Socket)) refuse(socket as Socket, describeConnect());
  });

  server.on('drop', () => observeConnection({ kind: 'refused', port, bound: options.maxConnections }));
  return server;
}

/** Other errors are those of the connection: reset by the client, TLS. */
function isOfParser({ code = '' }: NodeJS.ErrnoException): boolean {
  return code.startsWith('HPE_') || code === 'ERR_HTTP_REQUEST_TIMEOUT';
}

function describeConnect(): DomiError {
  return new DomiError('method_not_allowed', {
    headers: { Allow: 'GET' },
    description: 'This service is not a proxy: it does not answer CONNECT.',
    reason: 'CONNECT',
  });
}
