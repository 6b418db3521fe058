import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { buildErrorAnswer } from '../oauth/error-answer.ts';
import { DomiError, type ErrorCode } from '../oauth/errors.ts';
import type { UnparsedEvent } from '../observability/events.ts';
import { createRequestId } from './middleware/request-id.ts';

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
} as const;

const MAX_HEADERS = 100;

export const TLS_POLICY = { minVersion: 'TLSv1.2' } as const;

export function createServer(
  listener: http.RequestListener,
  tls: SecureContextOptions | undefined,
  observeUnparsed: (event: UnparsedEvent) => void = () => undefined,
): http.Server {
  const server = tls
    ? https.createServer({ ...LIMITS, ...tls, ...TLS_POLICY }, listener)
    : http.createServer(LIMITS, listener);
  server.maxHeadersCount = MAX_HEADERS;
  server.on('clientError', (error, socket) =>
    answerClientError(error, socket as AnsweringSocket, observeUnparsed),
  );
  return server;
}

type AnsweringSocket = Socket & { readonly _httpMessage?: { readonly _headerSent: boolean } };

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request_header_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Requests that Node's parser refuses reach no middleware, but Notes must be able to read their answers too. */
function answerClientError(
  error: NodeJS.ErrnoException,
  socket: AnsweringSocket,
  observeUnparsed: (event: UnparsedEvent) => void,
): void {
  // An answer in progress must not get a second head (Node's own handler checks the same).
  if (!socket.writable || socket._httpMessage?._headerSent) {
    socket.destroy();
    return;
  }
  const fault = new DomiError(CODES[error.code ?? ''] ?? 'invalid_request');
  const requestId = createRequestId();
  observeUnparsed({
    requestId,
    error: fault.code,
    status: fault.status,
    peerAddress: socket.remoteAddress ?? '',
  });
  const body = JSON.stringify(buildErrorAnswer(fault, requestId));
  const head = [
    `HTTP/1.1 ${fault.status} ${http.STATUS_CODES[fault.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
