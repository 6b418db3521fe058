import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';
import { createRemoval, type SignedDelivery, signDelivery } from '../helpers/zoom-webhooks.ts';

const SECRET = 'secret-token-of-zoom';

describe('the webhook at several replicas', function () {
  this.timeout(30_000);
  let redis: Redis;
  const started: TestService[] = [];

  before(async function () {
    const program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
    redis = await startRedis(program);
  });
  afterEach(async () => {
    for (const service of started.splice(0)) await service.stop();
  });
  after(() => redis?.kill());

  async function serve(): Promise<TestService> {
    const service = await createTestService({
      environment: { ZOOM_WEBHOOK_SECRET: SECRET, DOMI_STORE_URL: redis.url },
    });
    started.push(service);
    await untilStoreIs(service, 1);
    return service;
  }

  const post = async (service: TestService, { body, headers }: SignedDelivery): Promise<number> => {
    const options = { method: 'POST', body, headers: { host: 'domi.example.com', ...headers } };
    return (await send(`${service.url}/zoomWebhook`, options)).status;
  };

  it('takes a delivery once, whichever replica it comes to; the store does not learn what it is', async () => {
    const [a, b] = [await serve(), await serve()];
    let delivery = signDelivery(createRemoval(), SECRET);
    // On a busy machine the store may be too slow for one of them, and then each decides alone.
    await until(async () => {
      delivery = signDelivery(createRemoval(), SECRET);
      expect(await post(a, delivery)).to.equal(200);
      return (await post(b, delivery)) === 403;
    });
    const kept = await redis.dump();
    expect(kept).to.match(/^domi:delivery:[\w-]{43} \d+ "1"$/m);
    expect(kept).to.not.include(delivery.headers['x-zm-signature']?.slice(3));
  });

  it('when the store is lost, each replica refuses what it has taken itself', async () => {
    const service = await serve();
    await redis.kill();
    const delivery = signDelivery(createRemoval(), SECRET);
    expect(await post(service, delivery)).to.equal(200);
    expect(await post(service, delivery)).to.equal(403);
  });
});
