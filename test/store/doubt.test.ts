import { expect } from 'chai';
import { PRESENT } from '../../src/store/scripts.ts';
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
    expect(Number(headers['retry-after'])).to.be.within(1, 25);
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

  it('when the holder has given it back: is presented at once', async () => {
    const { token, first, second, release } = await meet((request) => request.socket.destroy());
    provider.answer = answerFrom(ledger);
    const startedAt = performance.now();
    release();
    expect(JSON.parse((await first).body)).to.include({ error: 'provider_connection_lost' });
    expect(ledger.isGood(readToken(await second))).to.equal(true);
    expect(ledger.presented.get(token)).to.equal(1);
    // Well below the time of a lease.
    expect(performance.now() - startedAt).to.be.below(5000);
  });
});
