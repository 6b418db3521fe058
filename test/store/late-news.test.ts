import { expect } from 'chai';
import type { TestService } from '../helpers/create-test-service.ts';
import { type CutOffReplicas, startCutOffReplicas } from '../helpers/cut-off-replicas.ts';
import type { Answer } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import type { Wire } from '../helpers/store-wire.ts';
import type { TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const readToken = ({ body }: Answer): string => (JSON.parse(body) as { refresh_token: string }).refresh_token;

/** Milliseconds, longer than a replica takes to tell a store again that was replaced. */
const FAILOVER = 4000;

describe('a spent token of which the store does not know, at a provider that detects reuse', function () {
  this.timeout(60_000);
  let program: string;
  let replicas: CutOffReplicas;
  let redis: Redis;
  let wire: Wire;
  let ledger: TokenLedger;
  let a: TestService;
  let b: TestService;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    redis = await startRedis(program);
    replicas = await startCutOffReplicas(redis);
    ({ wire, ledger, a, b } = replicas);
  });
  afterEach(async () => {
    await replicas?.stop();
    await redis?.kill();
  });

  const refresh = (service: TestService, token: string): Promise<Answer> =>
    service.get('/dominoZoomRefresh', bearer(token));
  const countSpent = async (): Promise<number> =>
    (await redis.dump()).split('\n').filter((line) => line.startsWith('domi:superseded:')).length;

  /** Fails after a while: a wait without an end would outlive the test. */
  async function untilSpent(count: number): Promise<void> {
    const endsAt = performance.now() + 20_000;
    await until(async () => (await countSpent()) === count || performance.now() > endsAt);
    expect(await countSpent()).to.equal(count);
  }

  async function expectRefused(service: TestService, token: string): Promise<void> {
    expect(JSON.parse((await refresh(service, token)).body)).to.include({ error: 'invalid_grant' });
    expect(ledger.presented.get(token)).to.equal(1);
  }

  it('since it was away: is told when it is back, and the other replica refuses the token', async () => {
    const first = ledger.issue().refresh_token;
    wire.cut();
    await untilStoreIs(a, 0);
    const second = readToken(await refresh(a, first));
    wire.mend();
    await untilSpent(1);
    await expectRefused(b, first);
    // The replica that has the response gives it again, whatever the store says of the token.
    expect(readToken(await refresh(a, first))).to.equal(second);
    expect(ledger.isGood(second)).to.equal(true);
  });

  it('since it has lost everything: learns it from the replica that gives the response again', async () => {
    const first = ledger.issue().refresh_token;
    const second = readToken(await refresh(a, first));
    await redis.flush();
    for (let round = 0; round < 3; round += 1) expect(readToken(await refresh(a, first))).to.equal(second);
    await untilSpent(1);
    await expectRefused(b, first);
    expect(ledger.isGood(second)).to.equal(true);
  });

  it('is known all the same when a replica tells again, after a failover, where that token came from', async () => {
    const second = readToken(await refresh(a, ledger.issue().refresh_token));
    const third = readToken(await refresh(b, second));
    expect(await countSpent()).to.equal(2);
    wire.cut();
    await untilStoreIs(a, 0);
    wire.mend();
    await new Promise((resolve) => setTimeout(resolve, FAILOVER));
    expect(await countSpent()).to.equal(2);
    expect(ledger.isGood(third)).to.equal(true);
  });
});
