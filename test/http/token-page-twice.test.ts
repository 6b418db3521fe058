import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, CookieJar, send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { skipTest } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const PAGE = '/dominoTeams/token.html';

/** A browser whose cookies can be sent more than once, as two requests at one moment do. */
interface Visit {
  get(service: TestService): Promise<Answer>;
}

describe('a token page that is requested twice', function () {
  this.timeout(30_000);
  let provider: ScriptedProvider;
  let now: number;
  const services: TestService[] = [];
  const held: (() => void)[] = [];

  beforeEach(async () => {
    provider = await createScriptedProvider();
    now = Date.now();
    let used = 0;
    // As RFC 6749 section 4.1.2 demands: a code is good once.
    provider.answer = (_request, response) => {
      used += 1;
      if (used === 1) held.push(() => answerTokens(response, { refresh_token: 'SHOWN-ONCE' }));
      else response.writeHead(400).end('{"error":"invalid_grant"}');
    };
  });
  afterEach(async () => {
    held.splice(0);
    for (const service of services.splice(0)) await service.stop();
    await provider.stop();
  });

  async function startReplica(environment: Record<string, string> = {}): Promise<TestService> {
    const service = await createTestService({
      environment: { ...INSECURE, ...environment },
      providerFile: provider.providerFile,
      storeTimes: { budget: 5000 },
      now: () => new Date(now),
    });
    services.push(service);
    return service;
  }

  async function signIn(service: TestService): Promise<Visit> {
    const jar = new CookieJar();
    const get = (path: string): Promise<Answer> => jar.get(service.url + path);
    const state = (await start(get, 'dominoTeams')).searchParams.get('state') ?? '';
    await comeBack(get, 'teamsCallback', { code: 'CODE', state });
    const cookie = [...jar.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { get: (target) => send(target.url + PAGE, { headers: { cookie, accept: 'text/html' } }) };
  }

  const release = (): void => {
    for (const answer of held.splice(0)) answer();
  };

  function expectShown(pages: readonly Answer[]): void {
    for (const { status, body, headers } of pages) {
      expect(status).to.equal(200);
      expect(body).to.include('SHOWN-ONCE');
      // Each of them ends the sign-in in the browser.
      expect(headers['set-cookie']?.join()).to.include('Max-Age=0');
    }
    expect(provider.received).to.have.length(1);
  }

  const readServed = (service: TestService): unknown[] =>
    service.logs
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ kind }) => kind === 'audit')
      .map(({ served }) => served);

  it('at one moment: makes one exchange, and both show the token', async () => {
    const service = await startReplica();
    const visit = await signIn(service);
    const pages = [visit.get(service), visit.get(service)];
    await until(() => held.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    release();
    expectShown(await Promise.all(pages));
    expect(readServed(service).sort()).to.deep.equal(['coalesced', 'provider']);
  });

  it('when the first page was just answered: shows the token again, a few times and no more', async () => {
    const service = await startReplica();
    const visit = await signIn(service);
    const first = visit.get(service);
    await until(() => held.length === 1);
    release();
    expectShown([await first, await visit.get(service), await visit.get(service), await visit.get(service)]);
    const page = await visit.get(service);
    expect(page.status).to.equal(400);
    expect(page.body).to.include('There is no token to show').and.not.include('SHOWN-ONCE');
    expect(provider.received).to.have.length(1);
  });

  it('seconds later, with cookies that somebody has copied: shows nothing, and does not ask the provider', async () => {
    const service = await startReplica();
    const visit = await signIn(service);
    const first = visit.get(service);
    await until(() => held.length === 1);
    release();
    await first;
    await new Promise((resolve) => setTimeout(resolve, 5100));
    const page = await visit.get(service);
    expect(page.status).to.equal(400);
    expect(page.body).to.include('There is no token to show').and.not.include('SHOWN-ONCE');
    expect(provider.received).to.have.length(1);
    expect(readServed(service)).to.deep.equal(['provider', 'superseded']);
  });

  it('when the provider refuses: says so in both, from one call', async () => {
    const service = await startReplica();
    const visit = await signIn(service);
    provider.answer = (_request, response) =>
      void setTimeout(() => response.writeHead(400).end('{"error":"invalid_grant"}'), 100);
    const pages = await Promise.all([visit.get(service), visit.get(service)]);
    expect(pages.map(({ status }) => status)).to.deep.equal([400, 400]);
    expect(provider.received).to.have.length(1);
  });

  describe('on two replicas with a store', () => {
    let program: string | undefined;
    let redis: Redis;

    before(async () => {
      program = await findRedis();
    });
    beforeEach(async function () {
      if (program === undefined) skipTest(this, 'redis-server is not installed');
      redis = await startRedis(program);
    });
    afterEach(() => redis?.kill());

    async function startConnected(): Promise<TestService> {
      const service = await startReplica({ DOMI_STORE_URL: redis.url });
      await untilStoreIs(service, 1);
      return service;
    }

    it('at one moment: makes one exchange, both show the token, and the store cannot be read', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const visit = await signIn(a);
      const pages = [visit.get(a), visit.get(b)];
      await until(() => held.length === 1);
      release();
      expectShown(await Promise.all(pages));
      const dump = await redis.dump();
      expect(dump)
        .to.include('"sealed":"v1.')
        .and.to.not.match(/SHOWN-ONCE|CODE/);
    });

    it('after seconds: shows nothing on the other replica, and does not ask the provider', async () => {
      const [a, b] = [await startConnected(), await startConnected()];
      const visit = await signIn(a);
      const first = visit.get(a);
      await until(() => held.length === 1);
      release();
      await first;
      await new Promise((resolve) => setTimeout(resolve, 5100));
      const page = await visit.get(b);
      expect(page.status).to.equal(400);
      expect(page.body).to.not.include('SHOWN-ONCE');
      expect(provider.received).to.have.length(1);
      expect(await redis.dump()).to.not.include('"sealed"');
    });
  });
});
