import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { type Serving, serveProcess } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger, type TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

/** The default: how long a lease outlives its owner. */
const LEASE_MS = 9000;

describe('an instance that ends in mid-refresh, with a store', function () {
  this.timeout(60_000);
  let provider: ScriptedProvider;
  let ledger: TokenLedger;
  let redis: Redis;
  let folder: string;
  let instance: Serving;
  let other: TestService;

  before(async function () {
    const program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
    redis = await startRedis(program);
    folder = mkdtempSync(join(tmpdir(), 'domi-instance-'));
  });
  beforeEach(async () => {
    provider = await createScriptedProvider();
    ledger = createTokenLedger(crypto.randomUUID());
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    const environment = { ...INSECURE, DOMI_STORE_URL: redis.url };
    instance = await serveProcess({ ...TEST_ENVIRONMENT, ...environment, DOMI_CONFIG: file });
    other = await createTestService({
      environment,
      providerFile: provider.providerFile,
      storeTimes: { budget: 5000 },
    });
    for (const managementUrl of [instance.management, other.managementUrl])
      await untilStoreIs({ managementUrl }, 1);
  });
  afterEach(async () => {
    instance?.process.kill('SIGKILL');
    await other?.stop();
    await provider?.stop();
  });
  after(async () => {
    await redis?.kill();
    if (folder) rmSync(folder, { recursive: true });
  });

  const refresh = (origin: string, token: string): Promise<Answer> =>
    send(`${origin}/dominoZoomRefresh`, { headers: { authorization: `Bearer ${token}` } });

  it('killed: a twin that waits takes over when the lease ends, and loses no token that the provider had not seen', async () => {
    const fresh = ledger.issue().refresh_token;
    const spent = ledger.issue().refresh_token;
    // One request the provider never gets to; the other it works on, and its answer finds nobody.
    provider.answer = (_request, _response, body) => {
      if (body.get('refresh_token') === spent) ledger.refresh(spent);
    };
    const cut = [refresh(instance.web, fresh), refresh(instance.web, spent)];
    await until(() => provider.received.length === 2);
    const startedAt = Date.now();
    const waiting = [refresh(other.url, fresh), refresh(other.url, spent)];
    provider.answer = answerFrom(ledger);
    instance.process.kill('SIGKILL');
    for (const { status } of await Promise.allSettled(cut)) expect(status).to.equal('rejected');

    const [good, lost] = (await Promise.all(waiting)) as [Answer, Answer];
    expect(Date.now() - startedAt).to.be.within(LEASE_MS / 2, 25_000);
    expect(good.status).to.equal(200);
    expect(ledger.presented.get(fresh)).to.equal(1);
    // The answer got lost between provider and service: nothing brings it back, and the client is told so.
    expect(JSON.parse(lost.body)).to.include({ error: 'invalid_grant', action: 'reauthorize' });
  });

  it('told to stop when the client has hung up: the answer is there for the client on another instance', async () => {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const answer = answerFrom(ledger);
    provider.answer = (...request) => void promise.then(() => answer(...request));
    const { refresh_token } = ledger.issue();
    const request = http.get(`${instance.web}/dominoZoomRefresh`, {
      headers: { authorization: `Bearer ${refresh_token}` },
      agent: false,
    });
    request.on('error', () => undefined);
    await until(() => provider.received.length === 1);
    request.destroy();
    instance.process.kill('SIGTERM');
    await until(() => instance.output().includes('"msg":"stopping"'));
    release();
    expect((await instance.exited).code).to.equal(0);
    expect((await refresh(other.url, refresh_token)).status).to.equal(200);
    expect(ledger.presented.get(refresh_token)).to.equal(1);
  });
});
