import { expect } from 'chai';
import { PRESENT } from '../../src/store/scripts.ts';
import type { TestService } from '../helpers/create-test-service.ts';
import { type CutOffReplicas, startCutOffReplicas } from '../helpers/cut-off-replicas.ts';
import type { Answer } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const readToken = ({ body }: Answer): string => (JSON.parse(body) as { refresh_token: string }).refresh_token;

/** Milliseconds. */
const LEASE = 5000;
/** Requests then leave the store alone for 8 s, longer than a lease lasts. */
const LOSSES = 4;

describe('a replica whose connection to the store comes and goes', function () {
  this.timeout(90_000);
  let program: string;
  let replicas: CutOffReplicas;
  let redis: Redis;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    redis = await startRedis(program);
    replicas = await startCutOffReplicas(redis, { storeTimes: { lease: LEASE } });
  });
  afterEach(async () => {
    await replicas?.stop();
    await redis?.kill();
  });

  const refresh = (service: TestService, token: string): Promise<Answer> =>
    service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });

  /** The store is there all the time. */
  async function loseConnection({ wire, a }: CutOffReplicas): Promise<void> {
    const countLosses = (): number => a.logs.filter((line) => line.includes('"store down')).length;
    const before = countLosses();
    wire.cut();
    wire.mend();
    await until(() => countLosses() > before);
  }

  it('keeps its lease during a call, and shares what came of it: the token is presented once', async () => {
    const { provider, ledger, a, b } = replicas;
    for (let loss = 0; loss < LOSSES; loss += 1) {
      await loseConnection(replicas);
      await untilStoreIs(a, 1);
    }
    const { promise, resolve: release } = Promise.withResolvers<void>();
    provider.answer = (...request) => void promise.then(() => answerFrom(ledger)(...request));
    const token = ledger.issue().refresh_token;
    const first = refresh(a, token);
    await until(() => provider.received.length === 1);
    const runs = await redis.countRuns(PRESENT);
    const second = refresh(b, token);
    await until(async () => (await redis.countRuns(PRESENT)) > runs + 1);
    await loseConnection(replicas);
    // Without a renewal the lease would end, and the other replica would take over.
    await new Promise((resolve) => setTimeout(resolve, LEASE + 1000));
    // Requests still leave the store alone; the outcome must not wait for that.
    await untilStoreIs(a, 0);
    release();
    expect(readToken(await second)).to.equal(readToken(await first));
    expect(ledger.presented.get(token)).to.equal(1);
    expect(ledger.endedByReuse).to.deep.equal([]);
  });
});
