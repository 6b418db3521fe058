import fc from 'fast-check';
import { anyText, near, SIGNS, textOf } from './texts.ts';

/** A request as bytes, sound, nearly sound or nonsense. */
export interface RawRequest {
  readonly bytes: Buffer;
}

const SEGMENTS = [
  '/',
  '//',
  'index.html',
  'dominoZoom',
  'dominoZoom/index.html',
  'dominoZoom/token.html',
  'dominoZoomRefresh',
  'dominoZoomRevoke',
  'zoomCallback',
  'zoomWebhook',
  'diag',
  'assets/',
  '..',
  '%2e%2e',
  '%2F',
  '%00',
  '%E0%A4%A',
  ';a=b',
  'http://x/',
  '*',
];
const QUERY = [
  '?',
  '&',
  '=',
  'code=C',
  'state=S',
  'error=access_denied',
  'lang=de',
  'login_hint=a@b',
  'token_type_hint=',
];

/** Every header that the service reads, or that something in front of it may understand. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  Host: ['domi.example.com', ':443', '[::1]', '127.0.0.1', 'a b', ''],
  Authorization: ['Bearer ', 'RT', 'Basic Zm9v', ' ', '"', ','],
  Cookie: [
    '__Host-domi-AAAAAAAAAAA',
    '=',
    'v1.first.AAAA',
    ';',
    ' ',
    '__proto__=x',
    '__Host-domi-language=de',
    '"',
  ],
  'Accept-Language': ['de', 'fr-CH', ';q=', '0.5', ',', '*', 'zh-Hant', '-'],
  Accept: ['text/html', 'application/json', '*/*', ';q=', ',', '0'],
  'Accept-Encoding': ['gzip', 'br', ',', ';q=0'],
  'X-Forwarded-For': ['198.51.100.7', ',', '[2001:db8::1]:80', '"', 'unknown', ' '],
  'X-Forwarded-Proto': ['https', ',', 'http', ' '],
  'X-Forwarded-Host': ['evil.example', ','],
  Forwarded: ['for=1.2.3.4', ';', 'proto=https', '"', ','],
  'X-Request-Id': ['abc', '{', '<script>'],
  'Sec-Fetch-Site': ['cross-site', 'none', 'same-origin'],
  'Sec-Fetch-Dest': ['document', 'image', 'empty'],
  'Sec-Fetch-Mode': ['navigate', 'cors'],
  'Sec-Purpose': ['prefetch', ';'],
  Origin: ['null', 'https://evil.example'],
  Referer: ['https://evil.example/', 'about:blank'],
  'Content-Type': ['application/json', '; charset=', 'utf-16', 'multipart/form-data; boundary='],
  'If-None-Match': ['*', '"a"', 'W/', ','],
  'If-Modified-Since': ['Thu, 26 Nov 2026 12:00:00 GMT', 'yesterday'],
  Range: ['bytes=', '0-', ',', '-1'],
  Expect: ['100-continue', '200-ok'],
  Upgrade: ['websocket', 'h2c'],
  'x-zm-signature': ['v0=', 'a'.repeat(64)],
  'x-zm-request-timestamp': ['1795694400', '-'],
  traceparent: ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '-', 'ff'],
  'Transfer-Encoding': ['chunked', 'gzip', ',', 'identity'],
  'Content-Length': ['0', '5', '-1', '99999999999', '5, 5'],
};

/** Where a long text can stand. */
export const PLACES: readonly string[] = ['path', 'query', 'callback', 'body', ...Object.keys(HEADERS)];

export const piecesOf = (place: string): readonly string[] => [
  ...(HEADERS[place] ?? (place === 'path' ? SEGMENTS : QUERY)),
  ...SIGNS,
];

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'POST') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'CONNECT', 'TRACE', 'get', 'PRI', 'BREW'),
  },
);
const target = fc.oneof(
  fc.tuple(fc.constantFrom(...SEGMENTS), textOf(...QUERY)).map(([path, query]) => `/${path}${query}`),
  textOf(...SEGMENTS, ...QUERY).map((text) => `/${text}`),
  textOf(...SEGMENTS),
);
const header = fc
  .constantFrom(...Object.keys(HEADERS))
  .chain((name) => textOf(...(HEADERS[name] ?? [])).map((value) => `${name}: ${value}`));
const body = fc.oneof(
  fc.constant(''),
  textOf('{', '"event":', '"app_deauthorized"', '}', '5\r\nabcde\r\n', '0\r\n\r\n'),
);

const sound = fc
  .tuple(method, target, fc.array(header, { maxLength: 6 }), body)
  .map(([verb, path, headers, content]) =>
    [
      `${verb} ${oneLine(path)} HTTP/1.1`,
      'Host: domi.example.com',
      'Connection: close',
      ...headers.map(oneLine),
      '',
      content,
    ].join('\r\n'),
  );

/** What separates lines and words would make another request of it. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, '');

const toBytes = (text: string): RawRequest => ({ bytes: Buffer.from(text, 'latin1') });

export const rawRequest: fc.Arbitrary<RawRequest> = fc.oneof(
  { weight: 5, arbitrary: sound.map(toBytes) },
  { weight: 2, arbitrary: sound.map((text) => ({ bytes: Buffer.from(text) })) },
  { weight: 2, arbitrary: near(sound).map(toBytes) },
  { weight: 1, arbitrary: anyText.map((text) => toBytes(`${text}\r\n\r\n`)) },
);

/** A request that is sound but for a long text in one place. */
export function buildLongRequest(place: string, text: string): Buffer {
  const long = oneLine(text);
  const inTarget = encodeURI(long.toWellFormed());
  const targets: Readonly<Record<string, string>> = {
    path: `/${inTarget}`,
    query: `/dominoZoom/index.html?login_hint=${inTarget}`,
    callback: `/zoomCallback?state=${inTarget}&code=${inTarget}`,
    body: '/zoomWebhook',
  };
  const isBody = place === 'body';
  const lines = [
    `${isBody ? 'POST' : 'GET'} ${(targets[place] ?? targetFor(place)).slice(0, text.length)} HTTP/1.1`,
    'Host: domi.example.com',
    'Connection: close',
    ...(isBody ? [`Content-Length: ${Buffer.byteLength(long)}`] : []),
    ...(place in targets ? [] : [`${place}: ${long}`]),
    '',
    isBody ? long : '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** Where the header is read. */
function targetFor(name: string): string {
  if (name === 'Authorization') return '/dominoZoomRefresh';
  return name === 'Cookie' ? '/zoomCallback?state=S&code=C' : '/index.html';
}
