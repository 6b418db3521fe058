import zlib from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { CODINGS, UNICODE } from './encodings.ts';

/** Refreshes that run at the same time. */
const BATCH = 20;
const RUNS = 40;

/** Any token of RFC 6749 (appendix A.12 and A.17); blanks at its ends are those of a paste. */
const token = fc
  .array(fc.oneof(fc.constantFrom(...'",\\ =%&+;{}<>/~!'), fc.string({ minLength: 1, maxLength: 1 })), {
    maxLength: 20,
  })
  .map((signs) => `T${signs.join('')}.`);

const expiresIn = fc.constantFrom<unknown>(
  3600,
  '3600',
  3600.5,
  -1,
  0,
  1e99,
  '2026-11-26T10:00:00Z',
  '',
  null,
  true,
  [],
  {},
  undefined,
);

const CHARSETS: Readonly<Record<string, (text: string) => Buffer>> = {
  ...UNICODE,
  'utf-8 with its mark': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
};

const CODED: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  ...CODINGS,
  'x-gzip': (bytes) => zlib.gzipSync(bytes),
  GZIP: (bytes) => zlib.gzipSync(bytes),
  'deflate, gzip': (bytes) => zlib.gzipSync(zlib.deflateSync(bytes)),
  identity: (bytes) => bytes,
  '': (bytes) => bytes,
};

/** An answer with tokens that are good, dressed as servers and what stands before them dress it. */
const soundAnswer = fc.record({
  presented: token,
  tokens: fc.record(
    {
      access_token: token,
      refresh_token: token,
      token_type: fc.constantFrom('Bearer', 'bearer'),
      expires_in: expiresIn,
      scope: fc.constantFrom<unknown>('meeting:write', ['a', 'b'], null, 7),
      user: fc.constantFrom('Jörg', '会議', '🎥'),
    },
    { requiredKeys: ['access_token', 'refresh_token', 'token_type', 'expires_in'] },
  ),
  indent: fc.constantFrom(0, 2),
  charset: fc.constantFrom(...Object.keys(CHARSETS)),
  coding: fc.constantFrom(...Object.keys(CODED)),
  type: fc.constantFrom('application/json', 'text/json', 'text/plain', ''),
  framing: fc.constantFrom('length', 'chunks', 'close'),
});

type SoundAnswer = typeof soundAnswer extends fc.Arbitrary<infer T> ? T : never;

describe('an answer of a provider that is sound, in any dress', function () {
  this.timeout(240_000);
  let service: TestService;
  let provider: ScriptedProvider;
  const answers = new Map<string, SoundAnswer>();
  let count = 0;

  before(async () => {
    provider = await createScriptedProvider();
    provider.answer = (_request, response, body) => {
      const answer = answers.get(body.get('refresh_token') ?? '');
      if (answer === undefined) {
        response.writeHead(400).end('{"error":"invalid_grant"}');
        return;
      }
      const { tokens, indent, charset, coding, type, framing } = answer;
      const text = JSON.stringify(tokens, undefined, indent);
      const encode = (bytes: Buffer): Buffer => (CODED[coding] as (bytes: Buffer) => Buffer)(bytes);
      const bytes = encode((CHARSETS[charset] as (text: string) => Buffer)(text));
      if (type !== '') response.setHeader('Content-Type', type);
      if (coding !== '') response.setHeader('Content-Encoding', coding);
      if (framing === 'length') response.setHeader('Content-Length', bytes.length);
      if (framing === 'close') response.setHeader('Connection', 'close').removeHeader('Transfer-Encoding');
      response.write(bytes.subarray(0, 7));
      response.end(bytes.subarray(7));
    };
    service = await createTestService({
      providerFile: provider.providerFile,
      environment: { ...INSECURE, DOMI_LIMITS: 'off' },
    });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  /** Each token is another one, as those of a provider are. */
  function makeUnique({ presented, tokens, ...dress }: SoundAnswer): SoundAnswer {
    count += 1;
    const { access_token, refresh_token } = tokens;
    return {
      ...dress,
      presented: `${presented}p${count}`,
      tokens: {
        ...tokens,
        access_token: `${access_token}a${count}`,
        refresh_token: `${refresh_token}r${count}`,
      },
    };
  }

  function checkTokens({ status, body }: Answer, answer: SoundAnswer): void {
    const shown = `${JSON.stringify(answer)}: ${status} ${body}`;
    expect(status, shown).to.equal(200);
    const received = JSON.parse(body) as Record<string, unknown>;
    const { access_token, refresh_token } = answer.tokens;
    expect(received, shown).to.include({ access_token, refresh_token });
    const { expires_in } = received;
    if (expires_in !== undefined) expect(expires_in, shown).to.satisfy(Number.isSafeInteger).and.be.above(0);
  }

  it('reaches the client, to the last character of both tokens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(soundAnswer, { minLength: BATCH, maxLength: BATCH }), async (batch) => {
        const unique = batch.map(makeUnique);
        for (const answer of unique) answers.set(answer.presented, answer);
        const received = await Promise.all(
          unique.map(({ presented }) =>
            service.get('/dominoZoomRefresh', { authorization: `Bearer ${presented}` }),
          ),
        );
        for (const [index, answer] of unique.entries()) checkTokens(received[index] as Answer, answer);
      }),
      { numRuns: RUNS },
    );
  });
});
