import { expect } from 'chai';
import fc from 'fast-check';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { waitAtMost } from '../helpers/wait-at-most.ts';
import { ATTEMPTS, BUDGET, measureAsync } from './fuzzed-parser.ts';
import { buildLongRequest, PLACES, piecesOf, type RawRequest, rawRequest } from './raw-requests.ts';

/** Requests that are sent at the same time. */
const BATCH = 20;
const RUNS = 60;

/** Milliseconds after which a request without an answer is one that is not complete. */
const PATIENCE = 400;

/** Bytes; a request head of twice that is refused. */
const LONG = 14 * 1024;

const ALLOWED = [
  200, 204, 302, 303, 304, 400, 401, 403, 404, 405, 408, 413, 415, 417, 426, 431, 501, 502, 503,
];

describe('any bytes at the front door', function () {
  this.timeout(240_000);
  let service: TestService;
  let provider: ScriptedProvider;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      providerFile: provider.providerFile,
      environment: {
        ...INSECURE,
        DOMI_LIMITS: 'off',
        DOMI_TRUSTED_PROXIES: '127.0.0.1',
        ZOOM_WEBHOOK_SECRET: 'secret-of-a-webhook',
      },
    });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  /** @returns everything that came back until an answer is complete, or until nothing comes */
  async function exchange(bytes: Buffer): Promise<string> {
    const connection = openRaw(service.url);
    connection.write(bytes);
    await waitAtMost(PATIENCE, connection.closed);
    connection.destroy();
    return connection.received;
  }

  function checkAnswers(received: string, shown: string): number {
    const answers = parseAnswers(received);
    for (const { status, head, body } of answers) {
      if (status === 100) continue;
      expect(ALLOWED, `${shown}: ${received}`).to.include(status);
      expect(head, shown).to.not.match(/^x-injected/im);
      if (status < 400 || body === '') continue;
      if (/^content-type: text\/html/im.test(head)) continue;
      const error = JSON.parse(Buffer.from(body, 'latin1').toString()) as Record<string, unknown>;
      expect(error, shown).to.include.keys('error', 'error_description', 'action', 'retryable', 'request_id');
      expect(error['error'], shown).to.not.equal('internal_error');
    }
    return answers.length;
  }

  const show = ({ bytes }: RawRequest): string => JSON.stringify(bytes.toString('latin1'));

  it('get an answer of ours or none, never a 500, and the service goes on', async () => {
    let answered = 0;
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(rawRequest, { minLength: BATCH, maxLength: BATCH }), async (requests) => {
        const received = await Promise.all(requests.map(({ bytes }) => exchange(bytes)));
        sent += requests.length;
        for (const [index, text] of received.entries())
          answered += Math.min(1, checkAnswers(text, show(requests[index] as RawRequest)));
      }),
      { numRuns: RUNS },
    );
    expect(answered, `of ${sent}`).to.be.above(sent / 2);
    expect((await service.get('/diag')).status).to.equal(200);
    const output = service.logs.join('');
    expect(output).to.not.match(/"level":"fatal"|unhandledRejection|"status":500/);
  });

  for (const place of PLACES) {
    it(`are answered within ${BUDGET} ms of CPU time, whatever is repeated in ${place}`, async () => {
      let answered = 0;
      const pieces = new Set(piecesOf(place).filter((piece) => piece !== ''));
      for (const piece of pieces) {
        const bytes = buildLongRequest(place, piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG));
        const measure = (): Promise<number> =>
          measureAsync(async () => {
            answered += checkAnswers(await exchange(bytes), `${place} of ${piece}`);
          });
        // A collection of garbage may fall into one measurement.
        const times = [await measure()];
        while (Math.min(...times) > BUDGET && times.length < ATTEMPTS) times.push(await measure());
        expect(Math.min(...times), `${place} of ${JSON.stringify(piece)}`).to.be.below(BUDGET);
      }
      expect(answered).to.be.above(pieces.size / 2);
    });
  }
});
