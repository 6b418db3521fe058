import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { startCutOffReplicas } from '../helpers/cut-off-replicas.ts';
import type { Answer } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { answerTokens, createScriptedProvider, INSECURE } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const refresh = (service: TestService, token: string): Promise<Answer> =>
  service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });
const readToken = ({ body }: Answer): string => (JSON.parse(body) as { refresh_token: string }).refresh_token;

describe('whoever waits for the call of another replica', function () {
  this.timeout(90_000);
  let program: string;
  let redis: Redis;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    redis = await startRedis(program);
  });
  afterEach(() => redis?.kill());

  it('gets its outcome, not that of an earlier call that failed', async () => {
    const replicas = await startCutOffReplicas(redis);
    const { wire, provider, ledger, a, b } = replicas;
    try {
      const first = ledger.issue().refresh_token;
      provider.answer = (_request, response) => void response.writeHead(500).end();
      expect((await refresh(a, first)).status).to.equal(502);
      const { promise, resolve: release } = Promise.withResolvers<void>();
      provider.answer = (...request) => void promise.then(() => answerFrom(ledger)(...request));
      wire.cut();
      await untilStoreIs(a, 0);
      const before = provider.received.length;
      const asking = refresh(a, first);
      await until(() => provider.received.length === before + 1);
      wire.mend();
      await untilStoreIs(a, 1);
      await until(async () => /^domi:lease:/m.test(await redis.dump()));
      const waiting = refresh(b, first);
      // Longer than a first look at the lease.
      await sleep(1000);
      release();
      const second = readToken(await asking);
      expect(readToken(await waiting)).to.equal(second);
      expect(ledger.presented.get(first)).to.equal(1);
    } finally {
      await replicas.stop();
    }
  });

  for (const [what, status] of [
    ['accepts', 200],
    ['refuses', 400],
    ['fails at', 502],
  ] as const) {
    it(`with a spent token, about which the provider decides, and that it ${what}, gets the same`, async () => {
      const provider = await createScriptedProvider();
      const ledger = createTokenLedger('C');
      provider.answer = answerFrom(ledger);
      const environment = { ...INSECURE, DOMI_STORE_URL: redis.url, DOMI_SUPERSEDED_SECONDS: '0' };
      const { providerFile } = provider;
      const services: TestService[] = [];
      try {
        for (let count = 0; count < 2; count += 1) {
          const service = await createTestService({
            environment,
            providerFile,
            storeTimes: { budget: 1000 },
          });
          services.push(service);
          await untilStoreIs(service, 1);
        }
        const [a, b] = services as [TestService, TestService];
        const first = ledger.issue().refresh_token;
        await refresh(b, readToken(await refresh(a, first)));
        const before = provider.received.length;
        const { promise, resolve: release } = Promise.withResolvers<void>();
        provider.answer = (request, response, body) =>
          void promise.then(() => {
            if (status === 200)
              answerTokens(response, { access_token: 'AT-AGAIN', refresh_token: 'RT-AGAIN' });
            else if (status === 502) response.writeHead(500).end();
            else answerFrom(ledger)(request, response, body);
          });
        const asking = refresh(a, first);
        await until(() => provider.received.length === before + 1);
        const waiting = refresh(b, first);
        await sleep(500);
        release();
        expect([(await asking).status, (await waiting).status]).to.deep.equal([status, status]);
        expect(provider.received.length).to.equal(before + 1);
      } finally {
        for (const service of services) await service.stop();
        await provider.stop();
      }
    });
  }
});
