import { expect } from 'chai';
import * as scripts from '../../src/store/scripts.ts';
import { renderAclRules, STORE_COMMANDS } from '../../src/store/store-commands.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger, type TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';

/** What a server is told, so that it goes on answering and cannot serve; and what it is told to serve again. */
interface Fault {
  readonly reason: string;
  readonly options?: readonly string[];
  readonly begin: readonly (readonly string[])[];
  readonly end: readonly (readonly string[])[];
}

const NOBODY = ['REPLICAOF', '127.0.0.1', '1'];
const CLUSTER = ['--cluster-enabled', 'yes'];
const FAULTS: readonly Fault[] = [
  { reason: 'READONLY', begin: [NOBODY], end: [['REPLICAOF', 'NO', 'ONE']] },
  {
    reason: 'MASTERDOWN',
    begin: [['CONFIG', 'SET', 'replica-serve-stale-data', 'no'], NOBODY],
    end: [['REPLICAOF', 'NO', 'ONE']],
  },
  {
    reason: 'OOM',
    begin: [['CONFIG', 'SET', 'maxmemory', '1']],
    end: [['CONFIG', 'SET', 'maxmemory', '0']],
  },
  {
    reason: 'NOREPLICAS',
    begin: [['CONFIG', 'SET', 'min-replicas-to-write', '1']],
    end: [['CONFIG', 'SET', 'min-replicas-to-write', '0']],
  },
  {
    reason: 'WRONGPASS',
    begin: [
      ['ACL', 'SETUSER', 'domi', 'resetpass', '>other'],
      ['CLIENT', 'KILL', 'USER', 'domi'],
    ],
    end: [['ACL', 'SETUSER', 'domi', '>pw']],
  },
  {
    reason: 'NOPERM',
    begin: [['ACL', 'SETUSER', 'domi', 'resetkeys', '~other:*']],
    end: [['ACL', 'SETUSER', 'domi', '~domi:*']],
  },
  {
    reason: 'CLUSTERDOWN',
    options: CLUSTER,
    begin: [['CLUSTER', 'DELSLOTSRANGE', '0', '16383']],
    end: [['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']],
  },
];

describe('a store that answers but cannot serve', function () {
  this.timeout(30_000);
  let program: string;
  let redis: Redis;
  let provider: ScriptedProvider;
  let ledger: TokenLedger;
  let service: TestService | undefined;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
  });
  beforeEach(async () => {
    provider = await createScriptedProvider();
    ledger = createTokenLedger();
    provider.answer = answerFrom(ledger);
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await redis?.kill();
    await provider.stop();
  });

  async function start(options: readonly string[] = []): Promise<void> {
    redis = await startRedis(program, undefined, options);
    const rules = renderAclRules(STORE_COMMANDS).split(' ');
    await redis.command('ACL', 'SETUSER', 'domi', 'on', '>pw', ...rules);
    if (options.includes('--cluster-enabled')) {
      await redis.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
      await until(async () => String(await redis.command('CLUSTER', 'INFO')).includes('cluster_state:ok'));
    }
  }

  async function connect(): Promise<TestService> {
    service = await createTestService({
      environment: { ...INSECURE, DOMI_STORE_URL: `redis://domi:pw@127.0.0.1:${redis.port}` },
      providerFile: provider.providerFile,
      storeTimes: { budget: 500 },
    });
    return service;
  }

  const readGauge = async (): Promise<string> => {
    const { body } = await send(`${service?.managementUrl}/metrics`);
    return /^domi_store_up (.*)$/m.exec(body)?.[1] ?? '';
  };
  const untilUp = (value: '0' | '1'): Promise<void> => until(async () => (await readGauge()) === value);

  async function refresh(): Promise<number> {
    const authorization = `Bearer ${ledger.issue().refresh_token}`;
    return (await (service as TestService).get('/dominoZoomRefresh', { authorization })).status;
  }

  interface StoreLine {
    readonly msg: string;
    readonly reason?: string;
  }
  const readStoreLog = (): StoreLine[] =>
    (service as TestService).logs
      .map((line) => JSON.parse(line) as StoreLine)
      .filter(({ msg }) => /^(store|fair use)/.test(msg));

  for (const { reason, options, begin, end } of FAULTS) {
    it(`with ${reason}: is named once, stays down whatever is asked, and is back by itself`, async () => {
      await start(options);
      await connect();
      await untilUp('1');
      for (const words of begin) await redis.command(...words);
      // The first refresh may be the one that finds out.
      expect(await refresh()).to.equal(200);
      await untilUp('0');
      for (let round = 0; round < 8; round += 1) {
        expect(await refresh()).to.equal(200);
        expect(await readGauge(), 'domi_store_up').to.equal('0');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const [up, down, ...further] = readStoreLog();
      expect(up?.msg).to.equal('store up');
      expect(down?.msg).to.equal('store down, continuing without it');
      const named = further.length === 0 ? down : further[0];
      expect(named?.reason).to.equal(reason);
      expect(further.length, 'further lines').to.be.at.most(1);
      const lines = readStoreLog().length;

      for (const words of end) await redis.command(...words);
      await untilUp('1');
      expect(await refresh()).to.equal(200);
      expect(readStoreLog().slice(lines))
        .to.have.length(1)
        .and.to.have.nested.property('[0].msg', 'store up');
    });
  }

  it('while it loads its data: is named, and is up when it has done that', async () => {
    await start(['--enable-debug-command', 'yes', '--key-load-delay', '400', '--save', '3600 1']);
    await redis.command(
      'MSET',
      ...Array.from({ length: 5000 }, (_, index) => [`other:${index}`, 'x']).flat(),
    );
    await redis.command('CONFIG', 'SET', 'loading-process-events-interval-bytes', '1024');
    const reloading = redis.command('DEBUG', 'RELOAD');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await connect();
    await untilUp('0');
    expect(readStoreLog()[0]?.reason).to.equal('LOADING');
    expect(await refresh()).to.equal(200);
    await reloading;
    await untilUp('1');
  });

  it('to anybody without a login: is named', async () => {
    redis = await startRedis(program);
    await redis.command('CONFIG', 'SET', 'requirepass', 'secret');
    service = await createTestService({
      environment: { ...INSECURE, DOMI_STORE_URL: redis.url },
      providerFile: provider.providerFile,
    });
    await untilUp('0');
    expect(readStoreLog()).to.have.length(1).and.to.have.nested.property('[0].reason', 'NOAUTH');
  });

  it('in slots of one node only: is named, and does not come and go with each refresh', async () => {
    await start(CLUSTER);
    await redis.command('CONFIG', 'SET', 'cluster-require-full-coverage', 'no');
    await connect();
    await untilUp('1');
    // No refresh finds a slot, the probe of an idle connection may.
    await redis.command('CLUSTER', 'DELSLOTSRANGE', '0', '16383');
    await redis.command('CLUSTER', 'ADDSLOTS', String(await redis.command('CLUSTER', 'KEYSLOT', '{probe}')));
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (let round = 0; round < 10; round += 1) {
      expect(await refresh()).to.equal(200);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const changes = readStoreLog().map(({ msg }) => msg);
    expect(changes).to.deep.equal(['store up', 'store down, continuing without it']);
  });

  for (const command of STORE_COMMANDS.filter((name) => name !== 'eval')) {
    it(`without the right to ${command}: is found out by the probe`, async () => {
      await start();
      await redis.command('ACL', 'SETUSER', 'domi', `-${command}`);
      await connect();
      await untilUp('0');
      expect(readStoreLog()[0]?.reason).to.equal('NOPERM');
    });
  }

  it('has a list of rights that names what scripts call, and nothing else', () => {
    const texts = Object.values(scripts).map(({ text }) => text);
    const called = texts.flatMap((text) =>
      [...text.matchAll(/redis\.call\('([A-Z]+)'/g)].map(([, name]) => name),
    );
    const names = new Set(called.map((name = '') => name.toLowerCase()));
    expect(['eval', 'evalsha', ...names].sort()).to.deep.equal([...STORE_COMMANDS].sort());
    const probed = [...scripts.PROBE.text.matchAll(/redis\.call\('([A-Z]+)'/g)].map(([, name = '']) =>
      name.toLowerCase(),
    );
    expect([...new Set(probed)].sort(), 'the probe').to.deep.equal([...names].sort());
  });
});
