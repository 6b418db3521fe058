import { expect } from 'chai';
import { PRESENT } from '../../src/store/scripts.ts';
import type { StoreTimes } from '../../src/store/store-session.ts';
import { createTestService, TEST_SEAL_KEYS, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger, type TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const readToken = ({ body }: Answer): string => (JSON.parse(body) as { refresh_token: string }).refresh_token;

describe('two replicas', function () {
  this.timeout(30_000);
  let provider: ScriptedProvider;
  let ledger: TokenLedger;
  const started: TestService[] = [];

  beforeEach(async () => {
    provider = await createScriptedProvider();
    ledger = createTokenLedger();
    provider.answer = answerFrom(ledger);
  });
  afterEach(async () => {
    for (const service of started.splice(0)) await service.stop();
    await provider.stop();
  });

  async function startReplica(
    environment: Record<string, string> = {},
    storeTimes: Partial<StoreTimes> = {},
  ): Promise<TestService> {
    const service = await createTestService({
      environment: { ...INSECURE, ...environment },
      providerFile: provider.providerFile,
      storeTimes,
    });
    started.push(service);
    return service;
  }

  const refresh = (service: TestService, token: string): Promise<Answer> =>
    service.get('/dominoZoomRefresh', bearer(token));

  function holdAnswers(): () => void {
    const answer = answerFrom(ledger);
    const { promise, resolve } = Promise.withResolvers<void>();
    provider.answer = (...request) => void promise.then(() => answer(...request));
    return resolve;
  }

  describe('without a store', () => {
    it('twins that reach one each: both ask, the provider takes the first, and no token is lost', async () => {
      const [a, b] = [await startReplica(), await startReplica()];
      const { refresh_token } = ledger.issue();
      const answers = await Promise.all([refresh(a, refresh_token), refresh(b, refresh_token)]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400]);
      expect(ledger.presented.get(refresh_token)).to.equal(2);
      const good = answers.find(({ status }) => status === 200) as Answer;
      expect(ledger.isGood(readToken(good))).to.equal(true);
    });
  });

  describe('with a store', () => {
    let program: string;
    let redis: Redis;

    before(async function () {
      program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
    });
    beforeEach(async () => {
      redis = await startRedis(program);
    });
    afterEach(() => redis?.kill());

    const start = (environment: Record<string, string>, times?: Partial<StoreTimes>): Promise<TestService> =>
      startReplica({ DOMI_STORE_URL: redis.url, ...environment }, times);

    /** Where a test is not about the budget, a busy machine must not make the store count as slow. */
    async function startConnected(
      environment: Record<string, string> = {},
      times: Partial<StoreTimes> = { budget: 5000 },
    ): Promise<TestService> {
      const service = await start(environment, times);
      await untilStoreIs(service, 1);
      return service;
    }

    /** Of the lines about the store, in order. */
    const readStoreLog = (service: TestService): string[] =>
      service.logs
        .map((line) => (JSON.parse(line) as { msg: string }).msg)
        .filter((text) => text.startsWith('store'));

    /** Sends a request that finds another replica at work. */
    async function refreshAndWait(service: TestService, token: string): Promise<{ answer: Promise<Answer> }> {
      const before = await redis.countRuns(PRESENT);
      const answer = refresh(service, token);
      // The second look shows that the first one was answered.
      await until(async () => (await redis.countRuns(PRESENT)) > before + 1);
      return { answer };
    }

    it('twins that reach one each: share one call, and get the same tokens', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const { refresh_token } = ledger.issue();
      const release = holdAnswers();
      const first = refresh(a, refresh_token);
      await until(() => provider.received.length === 1);
      const second = await refreshAndWait(b, refresh_token);
      release();
      const tokens = [await first, await second.answer].map(readToken);
      expect(tokens[0]).to.equal(tokens[1]);
      const { body } = await send(`${b.managementUrl}/metrics`);
      expect(body).to.include('domi_refresh_coalesced_total{provider="zoom"} 1');
      expect(ledger.presented.get(refresh_token)).to.equal(1);
      expect(ledger.isGood(tokens[0] as string)).to.equal(true);
    });

    it('many twins on both at once, at a provider that detects reuse: one call, one successor', async () => {
      ledger = createTokenLedger('CANARY', { endsFamilyOnReuse: true });
      provider.answer = answerFrom(ledger);
      const replicas = [await startConnected(), await startConnected()] as const;
      const { refresh_token } = ledger.issue();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => refresh(replicas[(index % 2) as 0 | 1], refresh_token)),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
      expect(new Set(answers.map(readToken)).size).to.equal(1);
      expect(ledger.presented.get(refresh_token)).to.equal(1);
      expect(ledger.isGood(readToken(answers[0] as Answer))).to.equal(true);
    });

    it('a stale copy on the other replica, when its answer is over: is refused by what the store knows', async () => {
      ledger = createTokenLedger('CANARY', { endsFamilyOnReuse: true });
      provider.answer = answerFrom(ledger);
      const environment = { DOMI_REPLAY_SECONDS: '1' };
      const [a, b] = [await startConnected(environment), await startConnected(environment)];
      const { refresh_token } = ledger.issue();
      const newest = readToken(await refresh(a, readToken(await refresh(a, refresh_token))));
      await new Promise((resolve) => setTimeout(resolve, 1100));
      // A replica that starts now has seen nothing of it.
      for (const service of [a, b, await startConnected(environment)]) {
        const { status, body } = await refresh(service, refresh_token);
        expect([status, JSON.parse(body).error]).to.deep.equal([400, 'invalid_grant']);
      }
      expect(ledger.presented.get(refresh_token)).to.equal(1);
      expect(ledger.endedByReuse).to.deep.equal([]);
      expect((await refresh(b, newest)).status).to.equal(200);
    });

    it('the answer to a request that another replica took: is given again', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const { refresh_token } = ledger.issue();
      const tokens = [await refresh(a, refresh_token), await refresh(b, refresh_token)].map(readToken);
      expect(tokens[0]).to.equal(tokens[1]);
    });

    it('the successor is presented to another replica: the replay is over on the first as well', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const { refresh_token } = ledger.issue();
      const next = readToken(await refresh(a, refresh_token));
      const last = readToken(await refresh(b, next));
      expect((await refresh(a, refresh_token)).status).to.equal(400);
      expect(ledger.presented.get(refresh_token)).to.equal(1);
      expect(readToken(await refresh(a, next))).to.equal(last);
    });

    it('the tokens are revoked through another replica: the replay is over on the first as well', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const { refresh_token } = ledger.issue();
      const answer = await refresh(a, refresh_token);
      const { access_token } = JSON.parse(answer.body) as { access_token: string };
      expect((await b.get('/dominoZoomRevoke', bearer(access_token))).status).to.equal(200);
      expect((await refresh(a, refresh_token)).status).to.equal(400);
    });

    it('a spent refresh token is revoked through another replica: the response to it is over on the first as well', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const { refresh_token } = ledger.issue();
      expect((await refresh(a, refresh_token)).status).to.equal(200);
      const revoked = await b.get('/dominoZoomRevoke?token_type_hint=refresh_token', bearer(refresh_token));
      expect(revoked.status).to.equal(200);
      for (const service of [a, b]) expect((await refresh(service, refresh_token)).status).to.equal(400);
      expect(ledger.presented.get(refresh_token)).to.equal(1);
    });

    it('a token that one replica found dead: the other does not ask again', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      for (const service of [a, b]) expect((await refresh(service, 'RT-DEAD')).status).to.equal(400);
      expect(provider.received).to.have.length(1);
    });

    it('seal keys that are being rotated: replicas that differ in their first key still share', async () => {
      const second = `second:${sealKeyOf(2)}`;
      const a = await startConnected({ DOMI_SEAL_KEYS: `${TEST_SEAL_KEYS},${second}` });
      const b = await startConnected({ DOMI_SEAL_KEYS: `${second},${TEST_SEAL_KEYS}` });
      const { refresh_token } = ledger.issue();
      const release = holdAnswers();
      const both = [refresh(a, refresh_token), refresh(b, refresh_token)];
      await until(() => provider.received.length === 1);
      release();
      const tokens = (await Promise.all(both)).map(readToken);
      expect(tokens[0]).to.equal(tokens[1]);
      expect(ledger.presented.get(refresh_token)).to.equal(1);
      const last = readToken(await refresh(b, tokens[0] as string));
      expect((await refresh(a, refresh_token)).status).to.equal(400);
      expect(readToken(await refresh(a, tokens[1] as string))).to.equal(last);
    });

    it('a replica whose seal key is another one: opens nothing, asks for itself, and fails safe', async () => {
      const a = await startConnected();
      const b = await startConnected({
        DOMI_SEAL_KEYS: `other:${sealKeyOf(9)}`,
      });
      const { refresh_token } = ledger.issue();
      await refresh(a, refresh_token);
      expect((await refresh(b, refresh_token)).status).to.equal(400);
    });

    it('the provider is busy for longer than a lease lasts: the lease is renewed, and nobody else asks', async () => {
      const times = { budget: 5000, lease: 900 };
      const [a, b] = [await startConnected({}, times), await startConnected({}, times)];
      const { refresh_token } = ledger.issue();
      const release = holdAnswers();
      const both = [refresh(a, refresh_token), refresh(b, refresh_token)];
      await new Promise((resolve) => setTimeout(resolve, 3 * times.lease));
      release();
      const tokens = (await Promise.all(both)).map(readToken);
      expect(tokens[0]).to.equal(tokens[1]);
      expect(ledger.presented.get(refresh_token)).to.equal(1);
    });

    it('what the store holds: no token, and everything has an end', async () => {
      const service = await startConnected();
      const { refresh_token } = ledger.issue();
      await refresh(service, readToken(await refresh(service, refresh_token)));
      await refresh(service, 'RT-CANARY-DEAD');
      const dump = await redis.dump();
      expect(dump).to.include('domi:answer:').and.to.include('"sealed":"v1.').and.to.include('"dead":"1"');
      expect(dump).to.not.include('CANARY');
      const times = dump.split('\n').map((line) => Number(line.split(' ')[1]));
      expect(Math.min(...times)).to.be.above(0);
      const ofAnswers = dump.split('\n').filter((line) => line.startsWith('domi:answer:'));
      const readTime = (line: string): number => Number(line.split(' ')[1]);
      expect(Math.max(...ofAnswers.map(readTime))).to.be.at.most(60_000);
      expect(Math.max(...times)).to.be.at.most(86_400_000);
      expect(dump).to.match(/^domi:superseded:\{..\}\.[\w-]{43} \d+ "1"$/m);
    });

    it('the store is killed: requests go on without it, replay from memory included, and it is logged once', async () => {
      const service = await startConnected();
      const { refresh_token } = ledger.issue();
      const next = readToken(await refresh(service, refresh_token));
      await redis.kill();
      for (let round = 0; round < 5; round += 1) {
        expect(readToken(await refresh(service, refresh_token))).to.equal(next);
      }
      expect((await refresh(service, next)).status).to.equal(200);
      await untilStoreIs(service, 0);
      expect(readStoreLog(service)).to.deep.equal(['store up', 'store down, continuing without it']);

      redis = await startRedis(program, redis.port);
      await untilStoreIs(service, 1);
      const other = ledger.issue();
      expect((await refresh(service, other.refresh_token)).status).to.equal(200);
      expect(await redis.dump()).to.include('domi:answer:');
      expect(readStoreLog(service)).to.deep.equal([
        'store up',
        'store down, continuing without it',
        'store up',
      ]);
    });

    it('the store answers nothing any more: a request waits for it 50 ms', async () => {
      const service = await startConnected({}, {});
      redis.freeze();
      const startedAt = performance.now();
      expect((await refresh(service, ledger.issue().refresh_token)).status).to.equal(200);
      // The upper bound is for a busy machine; the store itself would never have answered.
      expect(performance.now() - startedAt).to.be.within(49, 2000);
      expect(readStoreLog(service)).to.deep.equal(['store up', 'store down, continuing without it']);
    });

    it('the store answers nothing any more: only one request waits for it, until it is back', async () => {
      const budget = 3000;
      const service = await startConnected({}, { budget });
      redis.freeze();
      expect((await refresh(service, ledger.issue().refresh_token)).status).to.equal(200);
      const startedAt = performance.now();
      for (let round = 0; round < 9; round += 1) {
        expect((await refresh(service, ledger.issue().refresh_token)).status).to.equal(200);
      }
      expect(performance.now() - startedAt).to.be.below(budget);
      redis.thaw();
      await untilStoreIs(service, 1);
      expect((await refresh(service, ledger.issue().refresh_token)).status).to.equal(200);
      expect(readStoreLog(service)).to.deep.equal([
        'store up',
        'store down, continuing without it',
        'store up',
      ]);
    });

    it('the store is lost while a twin waits: it is told to try again, and its token is not presented twice', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const { refresh_token } = ledger.issue();
      const release = holdAnswers();
      const first = refresh(a, refresh_token);
      await until(() => provider.received.length === 1);
      const second = await refreshAndWait(b, refresh_token);
      await redis.kill();
      const { status, headers, body } = await second.answer;
      expect(status).to.equal(503);
      expect(headers['retry-after']).to.equal('1');
      expect(JSON.parse(body)).to.include({ action: 'retry', error: 'temporarily_unavailable' });
      release();
      expect((await first).status).to.equal(200);
      expect(ledger.presented.get(refresh_token)).to.equal(1);
    });

    it('the store takes no writes: the service goes on without it, and it is logged once', async () => {
      await redis.configure('maxmemory', '1');
      const service = await start({}, { budget: 5000 });
      await untilStoreIs(service, 0);
      for (let round = 0; round < 5; round += 1) {
        expect((await refresh(service, ledger.issue().refresh_token)).status).to.equal(200);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      expect(readStoreLog(service)).to.deep.equal(['store down, continuing without it']);
      await redis.configure('maxmemory', '0');
      await untilStoreIs(service, 1);
    });

    it('there is no store where the address says: the service starts and serves', async () => {
      await redis.kill();
      const service = await start({});
      expect((await refresh(service, ledger.issue().refresh_token)).status).to.equal(200);
      await untilStoreIs(service, 0);
      expect(readStoreLog(service)).to.deep.equal(['store down, continuing without it']);
    });
  });
});
