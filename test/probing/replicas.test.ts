import { expect } from 'chai';
import { type ScriptedServices, startScriptedServices } from '../check/scripted-services.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

describe('the standing probe of several replicas', function () {
  this.timeout(30_000);
  let program: string;
  let redis: Redis;
  let services: ScriptedServices;
  let isRight: boolean;
  const started: TestService[] = [];

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    redis = await startRedis(program);
    isRight = true;
    services = await startScriptedServices({
      zoom: ({ clientSecret }) =>
        isRight && clientSecret === 'zoom-secret'
          ? { status: 400, body: { error: 'invalid_grant' } }
          : { status: 401, body: { error: 'invalid_client' } },
    });
  });
  afterEach(async () => {
    for (const service of started.splice(0)) await service.stop();
    await services?.stop();
    await redis?.kill();
  });

  async function startReplica(times: { period?: number; recheck?: number } = {}): Promise<TestService> {
    const service = await createTestService({
      providerFile: { providers: { zoom: { tokenEndpoint: `${services.url}/zoom` } } },
      environment: {
        ...INSECURE,
        DOMI_STORE_URL: redis.url,
        TEAMS_CLIENT_ID: '',
        WEBEX_CLIENT_ID: '',
        GTM_CLIENT_ID: '',
      },
      // It begins once the store is connected, as a minute after a start it is.
      probeTimes: { settle: 1000, spread: 0, pace: 5, busy: 50, recheck: 600_000, ...times },
    });
    started.push(service);
    return service;
  }

  const untilValid = (service: TestService, value: 0 | 1): Promise<void> =>
    until(async () => {
      const { body } = await send(`${service.managementUrl}/metrics`);
      return body.includes(`\ndomi_client_credentials_valid{tenant="default",provider="zoom"} ${value}\n`);
    });

  const countProbes = (): number =>
    services.received.filter(({ clientSecret }) => clientSecret === 'zoom-secret').length;

  it('asks once, and every replica shows the answer', async () => {
    const replicas = await Promise.all([startReplica(), startReplica(), startReplica()]);
    for (const replica of replicas) await untilValid(replica, 1);
    expect(countProbes()).to.equal(1);
    const kept = await redis.dump();
    expect(kept).to.match(/^domi:credentials:[\w-]{43} \d+ "accepted"$/m);
    expect(kept).to.not.match(/zoom-secret|zoom-id/);
  });

  it('when credentials turn bad, every replica shows it within a period, whoever asks', async () => {
    const replicas = [
      await startReplica({ period: 200, recheck: 200 }),
      await startReplica({ period: 200, recheck: 200 }),
    ];
    for (const replica of replicas) await untilValid(replica, 1);
    isRight = false;
    for (const replica of replicas) await untilValid(replica, 0);
  });

  it('when a replica dies while it asks, another one asks later', async () => {
    const app = /^domi:credentials:([\w-]+) /m;
    const first = await startReplica();
    await untilValid(first, 1);
    const [, key = ''] = app.exec(await redis.dump()) ?? [];
    // A lease that nobody gives back, at its end.
    await redis.command('SET', `domi:credentials:${key}`, 'asking', 'PX', '1500');
    const asked = countProbes();
    const second = await startReplica({ recheck: 100 });
    await untilValid(second, 1);
    expect(countProbes()).to.equal(asked + 1);
  });

  it('when the store is lost, each replica asks for itself', async () => {
    await redis.kill();
    const replicas = [await startReplica(), await startReplica()];
    for (const replica of replicas) await untilValid(replica, 1);
    expect(countProbes()).to.equal(2);
  });
});
