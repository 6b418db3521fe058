import { expect } from 'chai';
import { createSharedWindow } from '../../src/limits/shared-window.ts';
import { createLocalWindow, type Window } from '../../src/limits/window.ts';
import type { SharedCountEvent } from '../../src/observability/events.ts';
import { connectStore, type Store } from '../../src/store/connect-store.ts';
import { PROBE } from '../../src/store/scripts.ts';
import { createSharedCounts } from '../../src/store/shared-counts.ts';
import { KEY_PREFIX, renderAclRules, STORE_COMMANDS } from '../../src/store/store-commands.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import { toEndpoints } from '../helpers/store-endpoints.ts';
import { until } from '../helpers/until.ts';

const KEY = 'domi:limit:60:acme';
const PROBE_CALL = { script: PROBE, keys: ['domi:probe:{x}.text', 'domi:probe:{x}.hash'] };

describe('a shared window on a real store', function () {
  this.timeout(30_000);
  let redis: Redis;
  let store: Store;
  let window: Window;
  let events: SharedCountEvent[];
  let now: number;

  before(async function () {
    const program = await findRedis();
    if (program === undefined) skipSuite(this, 'redis-server is not installed');
    redis = await startRedis(program);
  });
  after(() => redis?.kill());

  beforeEach(async () => {
    await redis.command('FLUSHALL');
    const rules = renderAclRules(STORE_COMMANDS).split(' ');
    await redis.command('ACL', 'SETUSER', 'domi', 'reset', 'on', '>secret', ...rules);
    store = connectStore({
      endpoints: toEndpoints({ DOMI_STORE_URL: redis.url.replace('//', '//domi:secret@') }),
      observe: () => undefined,
      monotonic: () => performance.now(),
    });
    await until(() => store.isUp());
    events = [];
    now = 0;
    window = createWindow(() => Promise.reject(new Error('the store did not count')));
  });
  afterEach(() => store.close());

  function createWindow(count: Window['count']): Window {
    const options = { observe: (event: SharedCountEvent) => void events.push(event), monotonic: () => now };
    return createSharedWindow(createSharedCounts(store, options), 60, { count });
  }

  it('counts each subject on its own', async () => {
    expect(await window.count('acme')).to.deep.equal({ requests: 1, msLeft: 60_000 });
    expect((await window.count('acme')).requests).to.equal(2);
    expect((await window.count('other')).requests).to.equal(1);
    expect(store.isUp()).to.equal(true);
  });

  it('ends with the time of its first request, however many follow', async () => {
    await window.count('acme');
    await redis.command('PEXPIRE', KEY, '5000');
    const { requests, msLeft } = await window.count('acme');
    expect(requests).to.equal(2);
    expect(msLeft).to.be.within(1, 5000);
    expect(await redis.command('PTTL', KEY)).to.be.within(1, 5000);
  });

  it('loses no request when many come at once', async () => {
    const counts = await Promise.all(Array.from({ length: 200 }, () => window.count('acme')));
    expect(Math.max(...counts.map(({ requests }) => requests))).to.equal(200);
    expect(await redis.command('GET', KEY)).to.equal('200');
  });

  it('goes on with the count of a replica of an earlier version', async () => {
    await redis.command('SET', KEY, '0', 'EX', '60');
    await redis.command('INCRBY', KEY, '3');
    expect((await window.count('acme')).requests).to.equal(4);
    expect(await redis.command('INCRBY', KEY, '1')).to.equal(5);
  });

  it('begins anew when a key has no end, so that nobody is refused for good', async () => {
    await redis.command('SET', KEY, '1000000');
    expect(await window.count('acme')).to.deep.equal({ requests: 1, msLeft: 60_000 });
  });

  it('begins anew when the clock of the store has stepped back, so that nobody is refused for that long', async () => {
    for (let round = 0; round < 5; round += 1) await window.count('acme');
    // What such a step makes of a key.
    await redis.command('PEXPIRE', KEY, String(3_600_000 + 30_000));
    expect(await window.count('acme')).to.deep.equal({ requests: 1, msLeft: 60_000 });
    expect(await redis.command('PTTL', KEY)).to.be.within(1, 60_000);
  });

  it('that may not be counted is counted by the replica alone, said once, and takes the store from nobody', async () => {
    await redis.command('ACL', 'SETUSER', 'domi', 'resetkeys', `~${KEY_PREFIX}probe:*`);
    const local = createLocalWindow(60, 10, () => 0);
    window = createWindow((key) => local.count(key));
    const counts: number[] = [];
    for (now = 0; now < 5000; now += 400) counts.push((await window.count('acme')).requests);
    expect(counts).to.deep.equal(counts.map((_, index) => index + 1));
    expect(events).to.deep.equal([{ isShared: false, reason: 'NOPERM' }]);
    expect(await store.run(PROBE_CALL, 5000), 'a command of a refresh').to.equal(1);
    expect(store.isUp()).to.equal(true);

    await redis.command('ACL', 'SETUSER', 'domi', `~${KEY_PREFIX}*`);
    now += 1000;
    expect((await window.count('acme')).requests).to.equal(1);
    expect(events.at(-1)).to.deep.equal({ isShared: true });
  });

  it('whose key holds something else is counted by the replica alone', async () => {
    await redis.command('HSET', KEY, 'a', 'b');
    await redis.command('PEXPIRE', KEY, '60000');
    window = createWindow(async () => ({ requests: 42, msLeft: 1 }));
    expect((await window.count('acme')).requests).to.equal(42);
    expect(store.isUp()).to.equal(true);
  });
});
