import type { EntranceName } from './entrances.ts';

/** Text that goes over the wire as it is, and the one answer that it gets at each entrance. */
export interface WireRow {
  /** Of the catalogue, and what the text is. */
  readonly title: string;
  readonly text: string;
  /** One for all entrances, or one for each. */
  readonly status: number | Readonly<Record<EntranceName, number>>;
}

const HOST = 'Host: domi.example.com';
const CLOSE = 'Connection: close';
const REFRESH = 'GET /dominoZoomRefresh HTTP/1.1';
const POST = 'POST /dominoZoomRefresh HTTP/1.1';
const lines = (...texts: string[]): string => `${texts.join('\r\n')}\r\n\r\n`;

/** A request that reaches the provider if anybody takes it for one. */
const SMUGGLED = lines(REFRESH, HOST, 'Authorization: Bearer SMUGGLED');

/** What proxies say by themselves; where they mend a request, the service sees a sound one without a token: 401. */
const each = (direct: number, nginx: number, haproxy: number): WireRow['status'] => ({
  direct,
  'behind nginx': nginx,
  'behind haproxy': haproxy,
});

export const WIRE_ROWS: readonly WireRow[] = [
  {
    title: 'B1 a length and a transfer coding, with a request behind it',
    text: `${lines(POST, HOST, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`,
    status: 400,
  },
  {
    title: 'B1 a length that spans the request behind it, and a transfer coding that does not',
    text:
      lines(REFRESH, HOST, `Content-Length: ${SMUGGLED.length}`, 'Transfer-Encoding: chunked') +
      `0\r\n\r\n${SMUGGLED}`,
    status: each(400, 400, 401),
  },
  {
    title: 'B2 two lengths, with a request behind them',
    text: lines(REFRESH, HOST, 'Content-Length: 0', `Content-Length: ${SMUGGLED.length}`) + SMUGGLED,
    status: 400,
  },
  {
    title: 'B2 a list of lengths',
    text: lines(REFRESH, HOST, `Content-Length: 0, ${SMUGGLED.length}`) + SMUGGLED,
    status: 400,
  },
  { title: 'B2 a length with a sign', text: lines(POST, HOST, 'Content-Length: +0') + SMUGGLED, status: 400 },
  ...['xchunked', 'chunked, identity', '\x0bchunked'].map((coding) => ({
    title: `B2 the transfer coding ${JSON.stringify(coding)}`,
    text: `${lines(REFRESH, HOST, `Transfer-Encoding: ${coding}`)}0\r\n\r\n${SMUGGLED}`,
    status: 400,
  })),
  {
    title: 'B2 a transfer coding under chunked',
    text: `${lines(REFRESH, HOST, 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n${SMUGGLED}`,
    status: each(400, 400, 422),
  },
  {
    title: 'B2 two transfer codings',
    text: `${lines(REFRESH, HOST, 'Transfer-Encoding: chunked', 'Transfer-Encoding: cow')}0\r\n\r\n${SMUGGLED}`,
    status: 400,
  },
  {
    title: 'B2 a transfer coding in HTTP/1.0',
    text: `${lines('GET /dominoZoomRefresh HTTP/1.0', HOST, 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`,
    status: each(401, 400, 413),
  },
  {
    title: 'B3 lines that end with LF alone',
    text: `${[REFRESH, HOST, CLOSE].join('\n')}\n\n`,
    status: each(400, 401, 401),
  },
  {
    title: 'B3 an LF in a value',
    text: lines(REFRESH, HOST, 'X: a\nY: b', CLOSE),
    status: each(400, 401, 401),
  },
  {
    title: 'B3 a CR in a value',
    text: lines(REFRESH, HOST, 'X: a\rAuthorization: Bearer X', CLOSE),
    status: 400,
  },
  { title: 'B3 a folded line', text: lines(REFRESH, HOST, 'X: a', ' b', CLOSE), status: each(400, 400, 401) },
  { title: 'B3 a space before the colon', text: lines(REFRESH, HOST, 'X : a', CLOSE), status: 400 },
  { title: 'B3 a space in a name', text: lines(REFRESH, HOST, 'X y: a', CLOSE), status: 400 },
  { title: 'B3 a NUL in a value', text: lines(REFRESH, HOST, 'X: a\0b', CLOSE), status: 400 },
  { title: 'B3 a control character in a value', text: lines(REFRESH, HOST, 'X: a\x01b', CLOSE), status: 400 },
  {
    title: 'B3 the size of a chunk in C notation',
    text: `${lines(POST, HOST, CLOSE, 'Transfer-Encoding: chunked')}0x0\r\n\r\n`,
    status: 400,
  },
  { title: 'B4 no Host', text: lines(REFRESH, CLOSE), status: 400 },
  { title: 'B4 two Hosts', text: lines(REFRESH, HOST, 'Host: evil.example.com', CLOSE), status: 400 },
  { title: 'B4 one Host twice', text: lines(REFRESH, HOST, HOST, CLOSE), status: each(400, 400, 401) },
  {
    title: 'B5 two Authorizations',
    text: lines(REFRESH, HOST, 'Authorization: Bearer a', 'Authorization: Bearer b', CLOSE),
    status: 400,
  },
  {
    title: 'B5 two Authorizations in different spelling, at the page for connections',
    text: lines('GET /diag HTTP/1.1', HOST, 'authorization: Bearer a', 'AUTHORIZATION: Basic b', CLOSE),
    status: 400,
  },
  {
    title: 'B8 HTTP/0.9 by name',
    text: lines('GET /dominoZoomRefresh HTTP/0.9', HOST, 'Authorization: Bearer X') + SMUGGLED,
    status: 400,
  },
  {
    title: 'B8 HTTP/2.0 as text',
    text: lines('GET /dominoZoomRefresh HTTP/2.0', HOST, CLOSE),
    status: each(400, 400, 401),
  },
  {
    title: 'B8 HTTP/2.0 as text, without a Host',
    text: lines('GET /dominoZoomRefresh HTTP/2.0', CLOSE),
    status: 400,
  },
  { title: 'B8 HTTP/1.0', text: lines('GET /dominoZoomRefresh HTTP/1.0', HOST), status: 401 },
  {
    title: 'B8 an upgrade to HTTP/2',
    text: lines(
      REFRESH,
      HOST,
      'Connection: upgrade, HTTP2-Settings, close',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
    ),
    status: 401,
  },
  { title: 'B8 100-continue', text: lines(REFRESH, HOST, CLOSE, 'Expect: 100-continue'), status: 401 },
  {
    title: 'B8 another expectation',
    text: lines(REFRESH, HOST, CLOSE, 'Expect: tea'),
    status: each(417, 401, 417),
  },
  {
    title: 'B9 a header of 16,385 bytes',
    text: lines(REFRESH, HOST, CLOSE, `X: ${'x'.repeat(16_385)}`),
    status: each(401, 431, 400),
  },
  {
    title: 'B9 a header of 40,000 bytes',
    text: lines(REFRESH, HOST, CLOSE, `X: ${'x'.repeat(40_000)}`),
    status: each(431, 431, 400),
  },
  {
    title: 'B9 200 headers',
    text: lines(REFRESH, HOST, CLOSE, ...Array.from({ length: 200 }, (_, index) => `X-${index}: x`)),
    status: each(431, 431, 400),
  },
  {
    title: 'B9 a target of 20 KB',
    text: lines(`GET /${'x'.repeat(20_000)} HTTP/1.1`, HOST, CLOSE),
    status: each(404, 431, 400),
  },
  {
    title: 'B9 a target of 40 KB',
    text: lines(`GET /${'x'.repeat(40_000)} HTTP/1.1`, HOST, CLOSE),
    status: each(431, 431, 400),
  },
  { title: 'B12 TRACE', text: lines('TRACE /dominoZoomRefresh HTTP/1.1', HOST, CLOSE), status: 405 },
  { title: 'B12 CONNECT', text: lines('CONNECT x:443 HTTP/1.1', HOST, CLOSE), status: each(405, 400, 400) },
  {
    title: 'C1 a whole address of another host as target',
    text: lines('GET http://evil.example.com/dominoZoomRefresh HTTP/1.1', HOST, CLOSE),
    status: each(400, 401, 400),
  },
];
