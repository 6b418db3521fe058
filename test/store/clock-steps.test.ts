import { expect } from 'chai';
import { connectStore, type Store } from '../../src/store/connect-store.ts';
import { createRedisDeliveryLedger } from '../../src/store/redis-delivery-ledger.ts';
import { createRedisRefreshStore } from '../../src/store/redis-refresh-store.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import { toEndpoints } from '../helpers/store-endpoints.ts';
import { until } from '../helpers/until.ts';

const LEASE = 9000;
const REPLAY = 60_000;
const HOUR = 3_600_000;
const NAMES = ['ab.token'] as const;
const LOOK = { hasWaited: false, isInDoubt: false, refusesSuperseded: true };

describe('a store whose clock steps back: what it holds lasts longer', function () {
  this.timeout(30_000);
  let redis: Redis;
  let store: Store;

  before(async function () {
    const program = await findRedis();
    if (program === undefined) skipSuite(this, 'redis-server is not installed');
    redis = await startRedis(program);
  });
  after(() => redis?.kill());
  beforeEach(async () => {
    await redis.flush();
    store = connectStore({
      endpoints: toEndpoints({ DOMI_STORE_URL: redis.url }),
      observe: () => undefined,
      monotonic: () => performance.now(),
    });
    await until(() => store.isUp());
  });
  afterEach(() => store.close());

  const openSession = () =>
    createRedisRefreshStore(store, {
      replayMs: REPLAY,
      replays: 60,
      deadMs: 30_000,
      supersededMs: 24 * HOUR,
      monotonic: () => performance.now(),
      times: { budget: 5000, lease: LEASE },
    }).open(NAMES);

  /** What such a step makes of a key. */
  async function stepBack(prefix: string): Promise<string> {
    const [key = ''] = (await redis.command('KEYS', `${prefix}*`)) as string[];
    const left = Number(await redis.command('PTTL', key));
    expect(left).to.be.above(0);
    await redis.command('PEXPIRE', key, String(left + HOUR));
    return key;
  }

  it('a lease is cut to its time, so that a token whose replica died is not held for that long', async () => {
    expect(await openSession().present(LOOK)).to.deep.equal({ state: 'leased' });
    const key = await stepBack('domi:lease:');
    expect(await openSession().present(LOOK)).to.deep.equal({ state: 'busy', leaseLeft: LEASE });
    expect(await redis.command('PTTL', key)).to.be.within(1, LEASE);
  });

  it('an answer is cut to its time, so that it is not given again for that long', async () => {
    const session = openSession();
    await session.present(LOOK);
    await session.publish({ sealed: 'sealed', successors: [], canBeReplayed: true, isSuperseded: true });
    const key = await stepBack('domi:answer:');
    expect(await openSession().present(LOOK)).to.deep.equal({ state: 'answered', sealed: 'sealed' });
    expect(await redis.command('PTTL', key)).to.be.within(1, REPLAY);
  });

  it('a claim is cut to its time', async () => {
    const ledger = createRedisDeliveryLedger(store);
    expect(await ledger.claim('delivery', 600_000)).to.equal(true);
    const key = await stepBack('domi:delivery:');
    expect(await ledger.claim('delivery', 600_000)).to.equal(false);
    expect(await redis.command('PTTL', key)).to.be.within(1, 600_000);
  });
});
