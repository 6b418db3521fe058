import { expect } from 'chai';
import fc from 'fast-check';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { createTokenLedger } from '../helpers/token-ledger.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

/** Refreshes at the same time. */
const BATCH = 10;
const RUNS = 30;
const HEALTHY = ['+OK\r\n'];

/** Stands in values, and must not become a label. */
const CANARY = 'STORECANARY';

const toBulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const toList = (members: readonly string[]): string => `*${members.length}\r\n${members.join('')}`;

const scalar = fc.oneof(
  fc.constantFrom(
    '+OK\r\n',
    '$-1\r\n',
    '*-1\r\n',
    '_\r\n',
    ':1\r\n',
    ':0\r\n',
    ':-1\r\n',
    '#t\r\n',
    ',1.5\r\n',
  ),
  fc.constantFrom(CANARY, 'v1.k1.AAAA', '{}', '__proto__', '7', 'expired').map(toBulk),
  fc.string({ unit: 'binary' }).map(toBulk),
  fc.constantFrom('%0\r\n', '%1\r\n+a\r\n+b\r\n', '~1\r\n:1\r\n'),
  fc.bigInt().map((number) => `:${number}\r\n`),
);
const list = fc.array(scalar, { maxLength: 4 }).map(toList);
const nested = fc.array(fc.oneof(scalar, list), { maxLength: 3 }).map(toList);
/** As the script that begins a refresh replies, with any value. */
const state = fc
  .oneof(
    // Each `busy` is a wait.
    { weight: 1, arbitrary: fc.constantFrom('busy', 'lost') },
    { weight: 20, arbitrary: fc.constantFrom('answered', 'superseded', 'leased', 'dead') },
  )
  .map(toBulk);
const begin = fc
  .tuple(state, fc.oneof(scalar, fc.constant(toBulk(CANARY))), fc.array(scalar, { maxLength: 2 }))
  .map(([...parts]) => toList(parts.flat()));

/** Replies that are sound RESP, whether they fit the question or not. */
const fitting = fc.oneof(
  { weight: 3, arbitrary: begin },
  { weight: 1, arbitrary: fc.oneof(scalar, list, nested) },
);
describe('any replies of a store', function () {
  this.timeout(240_000);
  let service: TestService;
  let provider: ScriptedProvider;
  let store: SocketServer;
  let replies: readonly string[] = HEALTHY;
  let garbled = 0;
  let count = 0;

  before(async () => {
    provider = await createScriptedProvider();
    const ledger = createTokenLedger();
    provider.answer = (_request, response) => answerTokens(response, ledger.issue());
    store = await startSocketServer((socket) => {
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        // HELLO, SELECT and CLIENT come first; the garbage is for what DOMI asks. Each command gets one reply.
        const isScript = /EVAL/i.test(text);
        for (const _command of text.match(/^\*\d+\r$/gm) ?? []) {
          if (isScript) garbled += 1;
          socket.write(isScript ? (replies[garbled % replies.length] as string) : '+OK\r\n');
        }
      });
    });
    service = await createTestService({
      providerFile: provider.providerFile,
      environment: {
        ...INSECURE,
        DOMI_LIMITS: 'off',
        DOMI_STORE_URL: `redis://127.0.0.1:${store.port}`,
      },
    });
  });
  after(async () => {
    await service.stop();
    await store.stop();
    await provider.stop();
  });

  /** @returns how many of the replies have reached DOMI */
  async function refreshWith(reply: fc.Arbitrary<string>): Promise<number> {
    await untilStoreIs(service, 1);
    garbled = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 6 }), async (script) => {
        replies = script;
        const answers = await Promise.all(
          Array.from({ length: BATCH }, () => {
            count += 1;
            return service.get('/dominoZoomRefresh', { authorization: `Bearer T-${count}` });
          }),
        );
        for (const { status, body } of answers)
          expect([200, 400, 503, 504], `${status} ${body} after ${JSON.stringify(script)}`).to.include(
            status,
          );
      }),
      { numRuns: RUNS },
    );
    const { body } = await send(`${service.managementUrl}/metrics`);
    expect(body).to.not.include(CANARY);
    expect(service.logs.join(''))
      .to.not.match(/"level":"fatal"|unhandledRejection|"status":500/)
      .and.not.include(CANARY);
    return garbled;
  }

  it('when they are sound RESP, give the answer of the provider or one of the catalogue, and no label', async () => {
    expect(await refreshWith(fitting), 'what must reach DOMI').to.be.at.least(BATCH);
  });
});
