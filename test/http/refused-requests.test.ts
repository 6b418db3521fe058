import { expect } from 'chai';
import { createPort } from '../../src/http/port.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';

const HOST = 'Host: domi.example.com';
const lines = (...texts: string[]): string => `${texts.join('\r\n')}\r\n\r\n`;

type Row = [what: string, text: string, status: number, error: string, says: RegExp];

/** What Node would answer by itself, or not at all: the text, and the error that it gets instead. */
const REFUSED: Row[] = [
  ['no HTTP', lines('hello'), 400, 'invalid_request', /HTTP|method/],
  ['an unknown method', lines('BREW / HTTP/1.1', HOST), 400, 'invalid_request', /method/],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'invalid_request', /TLS/],
  ['HTTP/3.7', lines('GET / HTTP/3.7', HOST), 400, 'invalid_request', /version/],
  ['HTTP/2.0 as text', lines('GET / HTTP/2.0', HOST), 400, 'invalid_request', /version/],
  ['HTTP/2.0 as text, without Host', lines('GET / HTTP/2.0'), 400, 'invalid_request', /version/],
  ['HTTP/0.9 by name', lines('GET / HTTP/0.9', HOST), 400, 'invalid_request', /version/],
  ['no version', lines('GET /'), 400, 'invalid_request', /version/],
  ['another protocol', lines('GET / ICE/1.0', HOST), 400, 'invalid_request', /version/],
  ['a target with spaces', lines('GET /a b HTTP/1.1', HOST), 400, 'invalid_request', /version|target/],
  ['a space before a colon', lines('GET / HTTP/1.1', 'Host : x'), 400, 'invalid_request', /header/],
  ['a folded header', lines('GET / HTTP/1.1', HOST, 'X: a', ' b'), 400, 'invalid_request', /header/],
  ['a NUL', lines('GET / HTTP/1.1', HOST, 'X: a\0b'), 400, 'invalid_request', /header/],
  [
    'two lengths',
    lines('GET / HTTP/1.1', HOST, 'Content-Length: 3', 'Content-Length: 4'),
    400,
    'invalid_request',
    /Content-Length/,
  ],
  [
    'a length that is no number',
    lines('GET / HTTP/1.1', HOST, 'Content-Length: x'),
    400,
    'invalid_request',
    /Content-Length/,
  ],
  [
    'a length and a coding',
    lines('GET / HTTP/1.1', HOST, 'Content-Length: 3', 'Transfer-Encoding: chunked'),
    400,
    'invalid_request',
    /Transfer-Encoding/,
  ],
  [
    'an unknown coding',
    lines('GET / HTTP/1.1', HOST, 'Transfer-Encoding: xchunked'),
    400,
    'invalid_request',
    /Transfer-Encoding/,
  ],
  [
    'a coding under chunked',
    `${lines('GET / HTTP/1.1', HOST, 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`,
    400,
    'invalid_request',
    /Transfer-Encoding/,
  ],
  ['no Host', lines('GET / HTTP/1.1'), 400, 'invalid_request', /Host/],
  ['two Hosts', lines('GET / HTTP/1.1', HOST, HOST), 400, 'invalid_request', /Host/],
  [
    'two Authorizations',
    lines('GET /diag HTTP/1.1', HOST, 'Authorization: Bearer a', 'authorization: Bearer b'),
    400,
    'invalid_request',
    /Authorization/,
  ],
  ['an absolute target', lines('GET http://x/ HTTP/1.1', HOST), 400, 'invalid_request', /path/],
  ['a target that is no path', lines('OPTIONS * HTTP/1.1', HOST), 400, 'invalid_request', /path/],
  ...['//%@#', '/readyz#', '/dominoZoom/index.html#x', '/\\#', 'http://%@/', 'http://['].map(
    (target): Row => [
      `the target ${JSON.stringify(target)}, no path`,
      lines(`GET ${target} HTTP/1.1`, HOST),
      400,
      'invalid_request',
      /path/,
    ],
  ),
  ['another expectation', lines('GET / HTTP/1.1', HOST, 'Expect: tea'), 417, 'expectation_failed', /expects/],
  ['CONNECT', lines('CONNECT x:443 HTTP/1.1', HOST), 405, 'method_not_allowed', /CONNECT/],
  [
    'a head of 40 KB',
    lines('GET / HTTP/1.1', HOST, `X: ${'x'.repeat(40_000)}`),
    431,
    'request_header_too_large',
    /larger/,
  ],
  [
    'a target of 40 KB',
    lines(`GET /${'x'.repeat(40_000)} HTTP/1.1`, HOST),
    431,
    'request_header_too_large',
    /larger/,
  ],
  [
    'a hundred and one headers',
    lines('GET / HTTP/1.1', HOST, ...Array.from({ length: 100 }, (_, index) => `X-${index}: x`)),
    431,
    'request_header_too_large',
    /headers/,
  ],
];

describe('requests that HTTP does not allow', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService();
  });
  after(async () => {
    await service.stop();
  });

  for (const port of ['web', 'management'] as const) {
    for (const [what, text, status, error, says] of REFUSED) {
      it(`${what}: ${status} as flat JSON that says so, on the ${port} port`, async () => {
        const connection = openRaw(port === 'web' ? service.url : service.managementUrl);
        connection.write(Buffer.from(text, 'latin1'));
        // What follows must not be answered where the end of the request is in doubt.
        if (!isWellFramed(what)) connection.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
        else connection.write('GET / HTTP/1.1\r\nHost: domi.example.com\r\nConnection: close\r\n\r\n');
        const [answer, ...further] = parseAnswers(await connection.closed);
        expect(answer?.status).to.equal(status);
        expect(answer?.head).to.match(/^content-type: application\/json; charset=utf-8$/im);
        expect(answer?.head).to.match(/^cache-control: no-store$/im);
        expect(answer?.head).to.match(/^x-content-type-options: nosniff$/im);
        expect(answer?.head).to.match(/^date: /im);
        const body = JSON.parse(answer?.body ?? '') as Record<string, unknown>;
        expect(body).to.include({ error });
        expect(body).to.have.keys('error', 'error_description', 'action', 'retryable', 'request_id');
        expect(body['error_description']).to.match(says);
        if (!isWellFramed(what)) expect(further).to.deep.equal([]);
      });
    }
  }

  const WELL_FRAMED = /two Hosts|two Auth|absolute|no path|expectation|hundred and one/;
  const isWellFramed = (what: string): boolean => WELL_FRAMED.test(what);

  it('an extension of a chunk of 20 KB does not reach memory', async () => {
    const connection = openRaw(service.url);
    connection.write(
      `${lines('POST / HTTP/1.1', HOST, 'Transfer-Encoding: chunked')}3;${'x'.repeat(20_000)}\r\nabc\r\n`,
    );
    const answers = parseAnswers(await connection.closed);
    expect(answers).to.have.length(1);
    expect(answers[0]?.status).to.be.oneOf([405, 413]);
    expect(JSON.parse(answers[0]?.body ?? '').error).to.be.oneOf(['method_not_allowed', 'content_too_large']);
  });

  it('what is only unusual is answered as ever: HTTP/1.0, an upgrade, 100-continue, a hundred headers', async () => {
    for (const text of [
      lines('GET / HTTP/1.0'),
      lines(
        'GET / HTTP/1.1',
        HOST,
        'Connection: upgrade, close',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
      ),
      lines(
        'GET / HTTP/1.1',
        HOST,
        'Connection: upgrade, close',
        'Upgrade: websocket',
        'Sec-WebSocket-Key: x',
      ),
      lines('GET / HTTP/1.1', HOST, 'Connection: close', 'Expect: 100-Continue'),
      lines(
        'GET / HTTP/1.1',
        HOST,
        'Connection: close',
        ...Array.from({ length: 98 }, (_, n) => `X-${n}: x`),
      ),
    ]) {
      const connection = openRaw(service.url);
      connection.write(text);
      const answers = parseAnswers(await connection.closed);
      expect(
        answers.map(({ status }) => status),
        text,
      ).to.deep.equal([200]);
    }
  });

  it('a body that waits for 100 gets the final answer at once', async () => {
    const connection = openRaw(service.url);
    connection.write(lines('POST /diag HTTP/1.1', HOST, 'Content-Length: 1000000', 'Expect: 100-continue'));
    const answers = parseAnswers(await connection.closed);
    expect(answers.map(({ status }) => status)).to.deep.equal([405]);
  });

  it('unknown addresses and methods of the management port are flat JSON as well', async () => {
    const answerOf = async (path: string, method = 'GET'): Promise<[number, string, string | null]> => {
      const answer = await fetch(service.managementUrl + path, { method });
      const { error } = (await answer.json()) as { error: string };
      return [answer.status, error, answer.headers.get('allow')];
    };
    expect(await answerOf('/nothing')).to.deep.equal([404, 'not_found', null]);
    expect(await answerOf('/livez', 'POST')).to.deep.equal([405, 'method_not_allowed', 'GET, HEAD']);
  });

  it('at a port for IPv6 and IPv4, are recorded with the usual form of the address', async () => {
    const addresses: string[] = [];
    const port = createPort({
      name: 'web',
      handle: async () => undefined,
      tls: undefined,
      maxConnections: 10,
      sendBudget: 1000,
      clock: SYSTEM_CLOCK,
      observeUnparsed: ({ peerAddress }) => addresses.push(peerAddress),
      observeConnection: () => undefined,
    });
    const connection = openRaw(`http://127.0.0.1:${await port.listen(0, undefined)}`);
    connection.write('hello\r\n\r\n');
    await connection.closed;
    await port.close(1000);
    expect(addresses).to.deep.equal(['127.0.0.1']);
  });

  it('each has a line in the log that says what was wrong, and nothing of the request', async () => {
    const connection = openRaw(service.url);
    connection.write(lines('GET / HTTP/1.1', HOST, 'CANARY : x'));
    await connection.closed;
    const line = service.logs.findLast((text) => text.includes('unparsed request'));
    expect(JSON.parse(line ?? '')).to.include({
      error: 'invalid_request',
      reason: 'A header has a character that is not allowed.',
      client_address: '127.0.0.1',
    });
    expect(service.logs.join('')).to.not.include('CANARY');
  });
});
