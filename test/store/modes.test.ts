import { expect } from 'chai';
import { PRESENT } from '../../src/store/scripts.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { findRedis, type Redis } from '../helpers/redis.ts';
import {
  type RedisTopology,
  startCluster,
  startSentinel,
  startSingle,
  startSwitchedPair,
} from '../helpers/redis-topology.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger, type TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { untilStoreIs } from '../helpers/until-store-is.ts';

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const readToken = ({ body }: Answer): string => (JSON.parse(body) as { refresh_token: string }).refresh_token;

interface Mode {
  readonly name: string;
  readonly start: (program: string) => Promise<RedisTopology>;
  readonly canFailOver?: true;
  readonly canLosePrimary?: true;
}

const MODES: readonly Mode[] = [
  { name: 'one server', start: startSingle },
  {
    name: 'a primary and a replica behind one address',
    start: startSwitchedPair,
    canFailOver: true,
    canLosePrimary: true,
  },
  { name: 'a primary and a replica with Sentinel', start: startSentinel, canFailOver: true },
  { name: 'a cluster of one node', start: (program) => startCluster(program, 1) },
  { name: 'a cluster of three primaries', start: (program) => startCluster(program, 3), canFailOver: true },
];

for (const { name, start, canFailOver, canLosePrimary } of MODES) {
  describe(`two replicas that share ${name}`, function () {
    this.timeout(60_000);
    let topology: RedisTopology;
    let provider: ScriptedProvider;
    let ledger: TokenLedger;
    let replicas: readonly [TestService, TestService];

    before(async function () {
      const program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
      topology = await start(program);
    });
    after(() => topology?.stop());

    beforeEach(async () => {
      provider = await createScriptedProvider();
      // The servers live on from test to test, so each test has tokens of its own.
      // Presented twice, a token would end its family.
      ledger = createTokenLedger(crypto.randomUUID(), { endsFamilyOnReuse: true });
      provider.answer = answerFrom(ledger);
      replicas = [await startReplica(), await startReplica()];
      for (const replica of replicas) await untilStoreIs(replica, 1);
    });
    afterEach(async () => {
      for (const replica of replicas) await replica.stop();
      await provider.stop();
    });

    const startReplica = (): Promise<TestService> =>
      createTestService({
        environment: { ...INSECURE, ...topology.environment },
        providerFile: provider.providerFile,
        // On a busy machine, a store that is late is not what these tests are about.
        storeTimes: { budget: 5000 },
      });

    /** Until then replicas use different servers, and know nothing of each other. */
    const untilUsedByAll = (server: Redis): Promise<void> =>
      until(async () => {
        const clients = String(await server.command('CLIENT', 'LIST'));
        return clients.split('user=domi ').length - 1 >= replicas.length;
      });

    const refresh = (service: TestService, token: string): Promise<Answer> =>
      service.get('/dominoZoomRefresh', bearer(token));

    /** A client that comes again when it is told to. */
    async function refreshPatiently(service: TestService, token: string): Promise<Answer> {
      for (;;) {
        const answer = await refresh(service, token);
        if (answer.status !== 503) return answer;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }

    async function countPresented(): Promise<number> {
      const counts = await Promise.all(topology.stores.map((server) => server.countRuns(PRESENT)));
      return counts.reduce((sum, count) => sum + count);
    }

    /** One replica asks the provider, the other waits for it. */
    async function beginTogether(token: string): Promise<{ answers: Promise<Answer>[]; release(): void }> {
      const answer = answerFrom(ledger);
      const { promise, resolve } = Promise.withResolvers<void>();
      provider.answer = (...request) => void promise.then(() => answer(...request));
      const first = refresh(replicas[0], token);
      await until(() => provider.received.length === 1);
      const before = await countPresented();
      const second = refreshPatiently(replicas[1], token);
      // The second look shows that the first one was answered.
      await until(async () => (await countPresented()) > before + 1);
      return { answers: [first, second], release: resolve };
    }

    function expectOneSuccessor(answers: readonly Answer[], token: string): void {
      expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
      const [next = '', ...others] = new Set(answers.map(readToken));
      expect(others, 'other successors').to.deep.equal([]);
      expect(ledger.presented.get(token), 'calls').to.equal(1);
      expect(ledger.isGood(next), 'the successor').to.equal(true);
    }

    it('30 clients that present one token make one call, and get one successor', async () => {
      const { refresh_token } = ledger.issue();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => refresh(replicas[(index % 2) as 0 | 1], refresh_token)),
      );
      expectOneSuccessor(answers, refresh_token);
    });

    it('what one replica does with a token, the other knows: answer, successor, dead token, revocation', async () => {
      const [a, b] = replicas;
      const { refresh_token } = ledger.issue();
      const next = readToken(await refresh(a, refresh_token));
      expect(readToken(await refresh(b, refresh_token)), 'replay').to.equal(next);
      const last = await refresh(b, next);
      expect((await refresh(a, refresh_token)).status, 'after the successor was presented').to.equal(400);
      const { access_token } = JSON.parse(last.body) as { access_token: string };
      expect((await a.get('/dominoZoomRevoke', bearer(access_token))).status).to.equal(200);
      expect((await refresh(a, next)).status, 'after the revocation').to.equal(400);
      const before = provider.received.length;
      const dead = crypto.randomUUID();
      for (const replica of replicas) expect((await refresh(replica, dead)).status).to.equal(400);
      expect(provider.received.length - before, 'calls with a dead token').to.equal(1);
    });

    it('connections that break in mid-refresh spend no token twice', async () => {
      const { refresh_token } = ledger.issue();
      const { answers, release } = await beginTogether(refresh_token);
      for (const server of topology.servers)
        await server.command('CLIENT', 'KILL', 'USER', 'domi').catch(() => undefined);
      release();
      expectOneSuccessor(await Promise.all(answers), refresh_token);
    });

    if (canFailOver) {
      it('roles that change in mid-refresh spend no token twice, and the store is back by itself', async () => {
        const { refresh_token } = ledger.issue();
        const { answers, release } = await beginTogether(refresh_token);
        const primary = await topology.failOver?.();
        release();
        const done = await Promise.all(answers);
        expectOneSuccessor(done, refresh_token);
        if (primary) await untilUsedByAll(primary);
        for (const replica of replicas) await untilStoreIs(replica, 1);
        const next = readToken(done[0] as Answer);
        const again = await Promise.all(replicas.map((replica) => refresh(replica, next)));
        expectOneSuccessor(again, next);
      });
    }

    it('the documented rights are enough: no server refused anything', async () => {
      for (const server of topology.servers) {
        const log = JSON.stringify(await server.command('ACL', 'LOG', '128'));
        const refused = JSON.parse(log) as Record<string, string>[];
        expect(refused.filter(({ username }) => username === 'domi')).to.deep.equal([]);
      }
    });

    if (canLosePrimary) {
      it('a primary that dies in mid-refresh takes no token with it', async () => {
        const { refresh_token } = ledger.issue();
        const { answers, release } = await beginTogether(refresh_token);
        await topology.losePrimary?.();
        release();
        expectOneSuccessor(await Promise.all(answers), refresh_token);
      });
    }
  });
}
