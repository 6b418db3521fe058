import { expect } from 'chai';
import fc from 'fast-check';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';
import { type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { CODINGS } from './encodings.ts';
import { jsonWith, near, textOf } from './texts.ts';

/** Calls that are made at the same time. */
const BATCH = 20;
const RUNS = 40;

/** Stands in texts of the provider, which must not be repeated. */
const CANARY = 'LEAKCANARY';

const content: fc.Arbitrary<Buffer> = fc.oneof(
  {
    weight: 4,
    arbitrary: jsonWith('access_token', 'refresh_token', 'expires_in', 'scope', 'error', 'error_codes').map(
      (text) => Buffer.from(text),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        error: fc.oneof(
          fc.constantFrom('invalid_grant', 'invalid_client', 'unsupported_token_type'),
          textOf('x'),
        ),
        error_description: fc.constant(CANARY),
      })
      .map((error) => Buffer.from(JSON.stringify(error))),
  },
  {
    weight: 1,
    arbitrary: textOf('<html>', CANARY, '{', 'access_token=AT', '&').map((text) => Buffer.from(text)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)) },
);

const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('200 OK', '400 Bad Request', '401 Unauthorized') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('204 No Content', '302 Found', '429 Slow', '500 X', '503 X', '407 X', '304 X'),
  },
  { weight: 1, arbitrary: fc.constantFrom('099 X', '1000 X', '100 Continue', '101 X', '', '200', 'abc') },
);

const header = fc.oneof(
  textOf('text/html', 'application/json', '; charset=', 'utf-16le', 'x-none', '"').map(
    (text) => `Content-Type: ${text}`,
  ),
  textOf('120', '-1', 'Thu, 26 Nov 2026 12:00:00 GMT', '1e9').map((text) => `Retry-After: ${text}`),
  textOf('gzip', 'br', ',', 'constructor').map((text) => `Content-Encoding: ${text}`),
  fc.constantFrom(
    'Transfer-Encoding: chunked',
    'Content-Length: 3',
    'Content-Length: 99999',
    'Location: http://127.0.0.1:1/',
  ),
  fc.constantFrom(
    'Connection: close',
    'Keep-Alive: timeout=abc',
    'Set-Cookie: a=b',
    'Trailer: x',
    'Upgrade: h2c',
  ),
  textOf('X-A', ':', ' ', '\u0000'),
);

/** A whole answer as bytes. */
const answer: fc.Arbitrary<Buffer> = fc
  .record({
    status,
    headers: fc.array(header, { maxLength: 3 }),
    content,
    coding: fc.constantFrom(...Object.keys(CODINGS), 'none', 'none', 'none'),
    hasLength: fc.boolean(),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30) }),
  })
  .map(({ status, headers, content, coding, hasLength, cut }) => {
    const encoded = CODINGS[coding]?.(content) ?? content;
    const lines = [
      `HTTP/1.1 ${status}`,
      ...headers.map((line) => line.replace(/[\r\n]/g, '')),
      ...(coding === 'none' ? [] : [`Content-Encoding: ${coding}`]),
      ...(hasLength ? [`Content-Length: ${encoded.length}`] : []),
      '',
      '',
    ];
    const whole = Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), encoded]);
    return whole.subarray(0, whole.length - cut);
  });

const bytes = fc.oneof(
  { weight: 6, arbitrary: answer },
  {
    weight: 1,
    arbitrary: near(fc.constant('HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{"access_token":"AT"}')).map(
      (text) => Buffer.from(text),
    ),
  },
);

describe('any bytes from a provider', function () {
  this.timeout(240_000);
  let service: TestService;
  let provider: SocketServer;
  const answers = new Map<string, Buffer>();
  let tokens = 0;

  before(async () => {
    provider = await startSocketServer((socket) => {
      let request = '';
      socket.on('data', (chunk) => {
        request += chunk.toString('latin1');
        const answer = answers.get(/token=(T-\d+)-end/.exec(request)?.[1] ?? '');
        if (answer) socket.end(answer);
      });
    });
    const url = `http://127.0.0.1:${provider.port}`;
    service = await createTestService({
      providerFile: {
        providers: { zoom: { tokenEndpoint: `${url}/token`, revocationEndpoint: `${url}/revoke` } },
      },
      environment: { ...INSECURE, DOMI_LIMITS: 'off' },
      // Each answer is one of an outage, or of none.
      gatewayLimits: { failures: Number.MAX_SAFE_INTEGER },
      upstreamTimeouts: { request: 20_000 },
    });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  async function ask(path: string, answer: Buffer): Promise<Answer> {
    tokens += 1;
    answers.set(`T-${tokens}`, answer);
    return service.get(path, { authorization: `Bearer T-${tokens}-end` });
  }

  for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke']) {
    it(`${path}: become tokens or an error of the catalogue, never a 500, and are not repeated`, async () => {
      const statuses = new Set<number>();
      await fc.assert(
        fc.asyncProperty(fc.array(bytes, { minLength: BATCH, maxLength: BATCH }), async (batch) => {
          const received = await Promise.all(batch.map((one) => ask(path, one)));
          for (const [index, { status, body }] of received.entries()) {
            const shown = `${status} ${body} for ${JSON.stringify(batch[index]?.toString('latin1'))}`;
            statuses.add(status);
            expect([200, 400, 429, 502, 503], shown).to.include(status);
            const members = JSON.parse(body) as Record<string, unknown>;
            if (status === 200) continue;
            expect(members, shown).to.include.keys('error', 'error_description', 'action', 'retryable');
            expect(body, shown).to.not.include(CANARY);
          }
        }),
        { numRuns: RUNS },
      );
      expect([...statuses], 'what the answers must reach').to.include.members([200, 400, 502]);
      const output = service.logs.join('');
      expect(output)
        .to.not.match(/"level":"fatal"|unhandledRejection/)
        .and.not.include(CANARY);
    });
  }
});
