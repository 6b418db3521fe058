import { expect } from 'chai';
import { PRESENT } from '../../src/store/scripts.ts';
import { CALL_BUDGET } from '../../src/time/budgets.ts';
import type { TestService } from '../helpers/create-test-service.ts';
import { type CutOffReplicas, startCutOffReplicas } from '../helpers/cut-off-replicas.ts';
import { type Answer, send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import type { ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import type { Wire } from '../helpers/store-wire.ts';
import { answerFrom, type TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const readToken = ({ body }: Answer): string => (JSON.parse(body) as { refresh_token: string }).refresh_token;

interface Meeting {
  readonly token: string;
  readonly first: Promise<Answer>;
  readonly second: Promise<Answer>;
  /** Lets the provider answer. */
  release(): void;
}

describe('a token that another replica was seen to hold', function () {
  this.timeout(60_000);
  let program: string;
  let replicas: CutOffReplicas;
  let redis: Redis;
  let provider: ScriptedProvider;
  let ledger: TokenLedger;
  let a: TestService;
  let b: TestService;
  let wire: Wire;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    redis = await startRedis(program);
    replicas = await startCutOffReplicas(redis);
    ({ wire, provider, ledger, a, b } = replicas);
  });
  afterEach(async () => {
    await replicas?.stop();
    await redis?.kill();
  });

  const readMetrics = async (service: TestService): Promise<string> =>
    (await send(`${service.managementUrl}/metrics`)).body;
  const refresh = (service: TestService, token: string): Promise<Answer> =>
    service.get('/dominoZoomRefresh', bearer(token));

  /** A has asked the provider, B waits for A. */
  async function meet(answer = answerFrom(ledger)): Promise<Meeting> {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    provider.answer = (...request) => void promise.then(() => answer(...request));
    const token = ledger.issue().refresh_token;
    const first = refresh(a, token);
    await until(() => provider.received.length === 1);
    const runs = await redis.countRuns(PRESENT);
    const second = refresh(b, token);
    await until(async () => (await redis.countRuns(PRESENT)) > runs + 1);
    return { token, first, second, release };
  }

  const expectDoubt = ({ status, headers, body }: Answer): void => {
    expect(status, body).to.equal(503);
    expect(Number(headers['retry-after'])).to.be.within(1, CALL_BUDGET / 1000);
    expect(JSON.parse(body)).to.include({ error: 'temporarily_unavailable', action: 'retry' });
  };

  it('when the store stops: is not presented by the other one, however often its client comes back', async () => {
    const { token, first, second, release } = await meet();
    redis.freeze();
    expectDoubt(await second);
    for (let round = 0; round < 3; round += 1) expectDoubt(await refresh(b, token));
    await until(async () => (await readMetrics(b)).includes('\ndomi_tokens_in_doubt 1\n'));
    expect(await readMetrics(b)).to.include('domi_refresh_in_doubt_total{provider="zoom"} 4');
    release();
    const next = readToken(await first);
    // A shares its answer as soon as the store is back.
    redis.thaw();
    await untilStoreIs(b, 1);
    expect(readToken(await refresh(b, token))).to.equal(next);
    expect(ledger.presented.get(token)).to.equal(1);
    expect(ledger.isGood(next)).to.equal(true);
  });

  it('when the store comes back empty while the call goes on: waits for its answer', async () => {
    const { token, first, second, release } = await meet();
    await redis.kill();
    expectDoubt(await second);
    redis = await startRedis(program, redis.port);
    await Promise.all([untilStoreIs(a, 1), untilStoreIs(b, 1)]);
    const third = refresh(b, token);
    await new Promise((resolve) => setTimeout(resolve, 500));
    release();
    const next = readToken(await first);
    expect(readToken(await third)).to.equal(next);
    expect(ledger.presented.get(token)).to.equal(1);
  });

  it('when the store loses the lease alone: the holder takes it again, and the other one waits', async () => {
    const { token, first, second, release } = await meet();
    await redis.flush();
    // Longer than a renewal takes.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await redis.dump()).to.include('domi:lease:');
    release();
    expect(readToken(await second)).to.equal(readToken(await first));
    expect(ledger.presented.get(token)).to.equal(1);
  });

  it('when the holder loses the store and finishes meanwhile: its answer is shared when it is back', async () => {
    const { token, first, second, release } = await meet();
    wire.cut();
    await untilStoreIs(a, 0);
    release();
    const next = readToken(await first);
    wire.mend();
    expect(readToken(await second)).to.equal(next);
    expect(ledger.presented.get(token)).to.equal(1);
  });

  it('when the holder has given it back unspent: is presented at once', async () => {
    const { token, first, second, release } = await meet((_request, response) => {
      response.writeHead(401).end('{"error":"invalid_client"}');
    });
    provider.answer = answerFrom(ledger);
    const startedAt = performance.now();
    release();
    expect(JSON.parse((await first).body)).to.include({ error: 'client_credentials_refused' });
    expect(ledger.isGood(readToken(await second))).to.equal(true);
    expect(ledger.presented.get(token)).to.equal(1);
    // Well below the time of a lease.
    expect(performance.now() - startedAt).to.be.below(5000);
  });

  const FAILURES: readonly (readonly [string, ScriptedProvider['answer'], object])[] = [
    [
      'its connection breaks',
      (request) => void request.socket.destroy(),
      { status: 502, error: 'provider_connection_lost' },
    ],
    [
      'its answer cannot be read',
      (_request, response) => void response.end('<p>it works'),
      { status: 502, error: 'provider_invalid_answer' },
    ],
    [
      'a gateway answers in place of the service',
      (_request, response) => void response.writeHead(504).end(),
      { status: 502, error: 'provider_failed' },
    ],
    [
      'the service is overloaded',
      (_request, response) => void response.writeHead(503, { 'retry-after': '17' }).end(),
      { status: 503, error: 'temporarily_unavailable', retryAfter: '17' },
    ],
    [
      'the service has had too many requests',
      (_request, response) => void response.writeHead(429, { 'retry-after': '17' }).end(),
      { status: 429, error: 'rate_limited', retryAfter: '17' },
    ],
  ];
  for (const [what, fail, expected] of FAILURES) {
    it(`when the service has spent it perhaps, and ${what}: both are told so, and nobody presents it again`, async () => {
      const { token, first, second, release } = await meet((request, response, body) => {
        ledger.refresh(body.get('refresh_token') ?? '');
        fail(request, response, body);
      });
      release();
      for (const { status, headers, body } of [await first, await second]) {
        const { error } = JSON.parse(body) as { error: string };
        const retryAfter = headers['retry-after'];
        expect({ status, error, ...(retryAfter !== undefined && { retryAfter }) }).to.deep.equal(expected);
      }
      expect(provider.received).to.have.length(1);
      // Replicas of a version that knows nothing of failures read this alone, and present the token as they always did.
      expect(await redis.dump()).to.include('"released":"1"');
      // The client asks again: that is a decision which nobody else can take.
      provider.answer = answerFrom(ledger);
      expect((await refresh(b, token)).status).to.equal(400);
      expect(ledger.presented.get(token)).to.equal(2);
    });
  }
});
