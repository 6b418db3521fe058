import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a provider does with a request that it has read, and what Notes learns of it. */
export interface FaultRow {
  /** Of the catalogue, and what the provider does. */
  readonly title: string;
  readonly act: (request: IncomingMessage, response: ServerResponse) => void;
  readonly status: number;
  readonly error: string;
}

const answer =
  (status: number, body: string | Buffer, headers: Record<string, string | string[]> = {}): FaultRow['act'] =>
  (_request, response) => {
    // An answer that is cut off has nobody who waits for the rest.
    response.on('error', () => undefined);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

/** Writes the bytes of an answer itself. */
const raw =
  (...parts: readonly (string | Buffer)[]): FaultRow['act'] =>
  ({ socket }) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };

const INVALID = { status: 502, error: 'provider_invalid_answer' };
const LOST = { status: 502, error: 'provider_connection_lost' };
const SILENT = { status: 504, error: 'provider_timeout' };

/** Made beforehand: it takes a good part of the time that an answer has. */
const GZIP_BOMB = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 });

/** Relative ones lead to the scripted provider, which would see who follows. */
const TARGETS = {
  'another address of its own': '/steal',
  'the same address': '/zoom/token',
  'a metadata server': 'http://169.254.169.254/latest/meta-data',
};

export const FAULT_ROWS: readonly FaultRow[] = [
  { title: 'F2 never answers', act: () => undefined, ...SILENT },
  {
    title: 'F2 stops after the head',
    act: (_request, response) => void response.writeHead(200, { 'content-length': '100' }).write('{'),
    ...SILENT,
  },
  {
    title: 'F2 sends a byte now and then',
    act(_request, response) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    },
    ...SILENT,
  },
  { title: 'F4 answers with a page', act: answer(200, '<!DOCTYPE html><p>CANARY'), ...INVALID },
  { title: 'F4 answers with nothing', act: answer(200, ''), ...INVALID },
  { title: 'F4 answers with a list', act: answer(200, '[]'), ...INVALID },
  { title: 'F4 answers with a text', act: answer(200, '"CANARY"'), ...INVALID },
  { title: 'F4 answers with null', act: answer(200, 'null'), ...INVALID },
  { title: 'F4 answers with a token that is a number', act: answer(200, '{"access_token":1}'), ...INVALID },
  {
    title: 'F4 answers with a token that is an object',
    act: answer(200, '{"access_token":{"a":"CANARY"}}'),
    ...INVALID,
  },
  {
    title: 'F4 answers with bytes that are no text',
    act: answer(200, Buffer.from([0xff, 0xfe, 0x7b, 0x80])),
    ...INVALID,
  },
  { title: 'F4 answers with half of an object', act: answer(200, '{"access_token":"CANARY'), ...INVALID },
  {
    title: 'F4 answers with an object twelve thousand deep',
    act: answer(200, '{"a":'.repeat(12_000)),
    ...INVALID,
  },
  {
    title: 'F4 says a greater length than it sends',
    act: raw('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"access_token":"CANARY"}'),
    ...LOST,
  },
  {
    title: 'F4 says a smaller length than it sends',
    act: raw('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"access_token":"CANARY"}'),
    ...INVALID,
  },
  {
    title: 'F4 says two lengths',
    act: raw('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'),
    ...LOST,
  },
  ...[301, 302, 303, 307, 308].flatMap((status) =>
    Object.entries(TARGETS).map(([target, location]) => ({
      title: `F5 redirects with ${status} to ${target}`,
      act: answer(status, '', { location }),
      ...INVALID,
    })),
  ),
  { title: 'F6 answers with 200 MiB', act: pourOut, ...INVALID },
  {
    title: 'F6 answers with 200 MiB that came as gzip',
    act: answer(200, GZIP_BOMB, { 'content-encoding': 'gzip' }),
    ...INVALID,
  },
  {
    title: 'F6 answers with 64 KB of headers',
    act: raw(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(65_536)}\r\nContent-Length: 2\r\n\r\n{}`),
    ...LOST,
  },
  {
    title: 'F6 answers with a thousand headers',
    act: raw(
      `HTTP/1.1 200 OK\r\n${Array.from({ length: 1000 }, (_, index) => `X-${index}: x\r\n`).join('')}Content-Length: 2\r\n\r\n{}`,
    ),
    ...INVALID,
  },
  {
    title: 'F10 answers with line breaks and markup in an error',
    act: answer(
      400,
      JSON.stringify({ error: 'CANARY<script>', error_description: 'a\r\nSet-Cookie: CANARY=1' }),
      { 'x-canary': 'CANARY' },
    ),
    status: 502,
    error: 'provider_rejected_request',
  },
  {
    title: 'F10 answers with an error of 10 KB',
    act: answer(400, 'CANARY'.repeat(1700)),
    ...INVALID,
  },
  {
    title: 'F10 answers with a reason phrase of its own',
    act: raw('HTTP/1.1 400 CANARY\r\nContent-Length: 25\r\n\r\n{"error":"invalid_grant"}'),
    status: 400,
    error: 'invalid_grant',
  },
  {
    title: 'F11 kills the connection after it has read',
    act: ({ socket }) => void socket.destroy(),
    ...LOST,
  },
  {
    title: 'F11 resets the connection after it has read',
    act: ({ socket }) => void socket.resetAndDestroy(),
    ...LOST,
  },
];

function pourOut(_request: IncomingMessage, response: ServerResponse): void {
  const block = 'x'.repeat(65_536);
  let left = 200 * 16;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.on('error', () => undefined);
  function fill(): void {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (response.write(block)) continue;
      response.once('drain', fill);
      return;
    }
    response.end();
  }
  fill();
}
