import { expect } from 'chai';
import type { StoreEvent } from '../../src/observability/events.ts';
import { connectStore, type Store } from '../../src/store/connect-store.ts';
import { PROBE } from '../../src/store/scripts.ts';
import { buildProbeKeys } from '../../src/store/store-keys.ts';
import { findRedis, type Redis } from '../helpers/redis.ts';
import { type RedisTopology, startCluster } from '../helpers/redis-topology.ts';
import { skipSuite } from '../helpers/skip.ts';
import { toEndpoints } from '../helpers/store-endpoints.ts';
import { until } from '../helpers/until.ts';

const KEYS = buildProbeKeys('domi:lease:{ab}.c');

describe('a slot of a cluster that is moved to another node', function () {
  this.timeout(60_000);
  let topology: RedisTopology;
  let store: Store | undefined;
  const events: StoreEvent[] = [];

  before(async function () {
    topology = await startCluster((await findRedis()) ?? skipSuite(this, 'redis-server is not installed'), 3);
  });
  after(async () => {
    await store?.close();
    await topology?.stop();
  });

  it('is down by its name while it moves, and is used at its new place, with the documented rights', async () => {
    store = connectStore({
      endpoints: toEndpoints(topology.environment),
      observe: (event) => events.push(event),
      monotonic: () => performance.now(),
    });
    const { isUp, run } = store;
    await until(isUp);
    const write = (): Promise<unknown> => run({ script: PROBE, keys: KEYS }, 300);
    expect(await write()).to.equal(1);

    const [first, second, third] = topology.servers as [Redis, Redis, Redis];
    const primaries = [first, second, third];
    const slot = Number(await first.command('CLUSTER', 'KEYSLOT', KEYS[0]));
    const from = primaries[Math.floor((slot * 3) / 16_384)] as Redis;
    const to = primaries.find((server) => server !== from) as Redis;
    const [fromId, toId] = [await from.command('CLUSTER', 'MYID'), await to.command('CLUSTER', 'MYID')].map(
      String,
    );
    const assign = (server: Redis, ...words: (string | undefined)[]): Promise<unknown> =>
      server.command('CLUSTER', 'SETSLOT', String(slot), ...words.map(String));
    await from.command('DEL', ...KEYS);
    await assign(to, 'IMPORTING', fromId);
    await assign(from, 'MIGRATING', toId);
    // The keys are new, so the node that gives the slot away refers to the other one, which may not make them yet.
    expect(await write()).to.equal(undefined);
    expect(events.at(-1)).to.deep.include({ isUp: false, reason: 'TRYAGAIN' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isUp()).to.equal(false);

    for (const server of [to, from, ...primaries]) await assign(server, 'NODE', toId);
    await until(isUp);
    expect(await write()).to.equal(1);
    expect(await to.command('GET', KEYS[0])).to.equal('1');
    for (const server of topology.servers) {
      const log = (await server.command('ACL', 'LOG', '128')) as Record<string, string>[];
      expect(log.filter(({ username }) => username === 'domi')).to.deep.equal([]);
    }
  });
});
