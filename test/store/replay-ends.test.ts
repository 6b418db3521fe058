import { expect } from 'chai';
import type { TestService } from '../helpers/create-test-service.ts';
import { type CutOffOptions, type CutOffReplicas, startCutOffReplicas } from '../helpers/cut-off-replicas.ts';
import type { Answer } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const readTokens = ({ body }: Answer): { refresh_token: string; access_token: string } => JSON.parse(body);
const readToken = (answer: Answer): string => readTokens(answer).refresh_token;
const readError = ({ body }: Answer): string => (JSON.parse(body) as { error: string }).error;

describe('an answer is not given again when its refresh token was presented, or one of its tokens revoked', function () {
  this.timeout(60_000);
  let program: string;
  let replicas: CutOffReplicas;
  let redis: Redis;
  let a: TestService;
  let b: TestService;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    redis = await startRedis(program);
  });
  afterEach(async () => {
    await replicas?.stop();
    await redis?.kill();
  });

  async function start(options: CutOffOptions = {}): Promise<CutOffReplicas> {
    replicas = await startCutOffReplicas(redis, options);
    ({ a, b } = replicas);
    return replicas;
  }

  const refresh = (service: TestService, token: string): Promise<Answer> =>
    service.get('/dominoZoomRefresh', bearer(token));
  const untilEnded = (): Promise<void> =>
    until(async () => /^domi:answer:.*"dead":"used"/m.test(await redis.dump()));

  it('also not by an answer that a replica tells late, which was cut off during its call', async () => {
    const { wire, provider, ledger } = await start();
    const { promise, resolve: release } = Promise.withResolvers<void>();
    provider.answer = (...request) => void promise.then(() => answerFrom(ledger)(...request));
    const first = ledger.issue().refresh_token;
    const asking = refresh(a, first);
    await until(() => provider.received.length === 1);
    wire.cut();
    await untilStoreIs(a, 0);
    release();
    const second = readToken(await asking);
    const third = readToken(await refresh(b, second));
    wire.mend();
    await untilEnded();
    for (const service of [a, b]) expect(readError(await refresh(service, first))).to.equal('invalid_grant');
    expect(ledger.presented.get(first)).to.equal(1);
    expect(ledger.isGood(third)).to.equal(true);
  });

  it('also not by a replica that began without the store, and holds the answer', async () => {
    const { wire, ledger } = await start();
    wire.cut();
    await untilStoreIs(a, 0);
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(a, first));
    const third = readToken(await refresh(b, second));
    wire.mend();
    await untilEnded();
    await untilStoreIs(a, 1);
    for (const service of [a, b]) expect(readError(await refresh(service, first))).to.equal('invalid_grant');
    expect(ledger.isGood(third)).to.equal(true);
  });

  it('nor by such a replica whose client repeated its request meanwhile', async () => {
    const { wire, ledger } = await start();
    wire.cut();
    await untilStoreIs(a, 0);
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(a, first));
    expect(readToken(await refresh(a, first))).to.equal(second);
    wire.mend();
    await untilStoreIs(a, 1);
    await until(async () => /^domi:parent:/m.test(await redis.dump()));
    const third = readToken(await refresh(b, second));
    for (const service of [a, b]) expect(readError(await refresh(service, first))).to.equal('invalid_grant');
    expect(ledger.isGood(third)).to.equal(true);
  });

  it('nor by such a replica when the provider decides about spent tokens', async () => {
    const { wire, ledger } = await start({ environment: { DOMI_SUPERSEDED_SECONDS: '0' } });
    wire.cut();
    await untilStoreIs(a, 0);
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(a, first));
    await refresh(b, second);
    wire.mend();
    await untilEnded();
    await untilStoreIs(a, 1);
    expect(readError(await refresh(a, first))).to.equal('invalid_grant');
    expect(ledger.presented.get(first)).to.equal(2);
  });

  it('also when it was presented to a replica without the store, which tells that later', async () => {
    const { wire, ledger } = await start();
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(b, first));
    wire.cut();
    await untilStoreIs(a, 0);
    const third = readToken(await refresh(a, second));
    wire.mend();
    await untilEnded();
    expect(readError(await refresh(b, first))).to.equal('invalid_grant');
    expect(ledger.isGood(third)).to.equal(true);
  });

  it('also when the call with it failed there: a client had it', async () => {
    const { wire, provider, ledger } = await start();
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(b, first));
    wire.cut();
    await untilStoreIs(a, 0);
    provider.answer = (request) => request.socket.destroy();
    expect(readError(await refresh(a, second))).to.equal('provider_connection_lost');
    wire.mend();
    await untilEnded();
    expect(readError(await refresh(b, first))).to.equal('invalid_grant');
    expect(ledger.isGood(second)).to.equal(true);
  });

  it('also when it was revoked through a replica without the store, which tells that later', async () => {
    const { wire, ledger } = await start();
    const first = ledger.issue().refresh_token;
    const { access_token, refresh_token } = readTokens(await refresh(b, first));
    wire.cut();
    await untilStoreIs(a, 0);
    expect((await a.get('/dominoZoomRevoke', bearer(access_token))).status).to.equal(200);
    expect(ledger.isGood(refresh_token)).to.equal(false);
    wire.mend();
    await untilEnded();
    expect(readError(await refresh(b, first))).to.equal('invalid_grant');
  });

  it('also from the memory of a replica, when the provider decides about spent tokens', async () => {
    const { ledger } = await start({ environment: { DOMI_SUPERSEDED_SECONDS: '0' } });
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(a, first));
    expect(readToken(await refresh(b, first))).to.equal(second);
    await refresh(b, second);
    expect(readError(await refresh(a, first))).to.equal('invalid_grant');
    expect(ledger.presented.get(first)).to.equal(2);
  });

  it('and 60 times at most, also from the memory of a replica, when the provider decides', async () => {
    const { ledger } = await start({ environment: { DOMI_SUPERSEDED_SECONDS: '0', DOMI_LIMITS: 'off' } });
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(a, first));
    for (let round = 0; round < 60; round += 1) expect(readToken(await refresh(a, first))).to.equal(second);
    expect(readError(await refresh(a, first))).to.equal('invalid_grant');
    expect(ledger.presented.get(first)).to.equal(2);
  });
});
