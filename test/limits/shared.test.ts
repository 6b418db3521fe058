import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

/** Nothing of a second passes again within the test. */
const BURST = 40;

describe('limits on the store', function () {
  this.timeout(30_000);
  let redis: Redis;
  let provider: ScriptedProvider;
  let replicas: TestService[];

  before(async function () {
    const program = await findRedis();
    if (program === undefined) skipSuite(this, 'redis-server is not installed');
    redis = await startRedis(program);
  });
  after(() => redis?.kill());

  beforeEach(async () => {
    provider = await createScriptedProvider();
    const environment = {
      ...INSECURE,
      DOMI_STORE_URL: redis.url,
      // One address has half of its tenant's.
      DOMI_LIMIT_TENANT: `requestsPerSecond=2,burst=${2 * BURST}`,
      DOMI_LIMIT_CLIENT_ADDRESS: `requestsPerSecond=1,burst=${BURST}`,
    };
    const options = { environment, providerFile: provider.providerFile };
    replicas = [await createTestService(options), await createTestService(options)];
    await until(() => replicas.every(({ logs }) => logs.some((line) => line.includes('"store up"'))));
  });
  afterEach(async () => {
    for (const replica of replicas) await replica.stop();
    await provider.stop();
  });

  /** @returns how many of these requests passed; they cost no call to the provider */
  async function ask(replica: TestService | undefined, count: number): Promise<number> {
    let passed = 0;
    for (let index = 0; index < count; index += 1) {
      const answer = await replica?.get('/diag');
      if (answer?.status === 200) passed += 1;
    }
    return passed;
  }

  it('count the requests of all replicas together', async () => {
    const startedAt = performance.now();
    const first = await ask(replicas[0], BURST);
    const second = await ask(replicas[1], BURST);
    const seconds = Math.ceil((performance.now() - startedAt) / 1000) + 1;
    expect(first, 'on the first').to.be.at.least(BURST - 1);
    expect(second, 'on the second').to.be.at.most(seconds + 1);
    const keys = await redis.dump();
    expect(keys).to.match(/^domi:limit:60:tenant:default:page: /m);
    expect(keys).to.not.match(/ -1 /m);
    expect(keys, 'a digest').to.match(/^domi:limit:1?\d*:clientAddress:default:page:[A-Za-z0-9_-]{43} /m);
    expect(keys, 'an address').to.not.include('127.0.0.1');
  });

  it('J3 delay and refuse nobody while the store hangs or is gone: each replica counts alone', async () => {
    redis.freeze();
    try {
      const times: number[] = [];
      for (let index = 0; index < 10; index += 1) {
        const startedAt = performance.now();
        expect((await replicas[0]?.get('/diag'))?.status).to.equal(200);
        times.push(performance.now() - startedAt);
      }
      // Only the first one waits, up to its bound; all others do not even ask.
      const slow = times.filter((time) => time >= 50);
      expect(slow.length, `times: ${times.map(Math.round)}`).to.be.at.most(5);
    } finally {
      redis.thaw();
    }
    await redis.kill();
    expect(await ask(replicas[1], 3 * BURST), 'its own burst').to.be.within(BURST - 1, 2 * BURST);
  });
});
