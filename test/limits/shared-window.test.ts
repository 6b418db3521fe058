import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createClient } from 'redis';
import { createSharedWindow } from '../../src/limits/shared-window.ts';
import type { Window } from '../../src/limits/window.ts';
import { connectStore, type Store } from '../../src/store/connect-store.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipSuite } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

const KEY = 'domi:limit:60:acme';

describe('a shared window on a real store', function () {
  this.timeout(30_000);
  let redis: Redis;
  let admin: ReturnType<typeof createClient>;
  let store: Store;
  let window: Window;

  before(async function () {
    const program = await findRedis();
    if (program === undefined) skipSuite(this, 'redis-server is not installed');
    redis = await startRedis(program);
    admin = createClient({ url: redis.url });
    await admin.connect();
    const commands = readDocumentedCommands().map((name) => `+${name}`);
    await admin.sendCommand(['ACL', 'SETUSER', 'domi', 'on', '>secret', '~domi:*', ...commands]);
  });
  after(async () => {
    admin?.destroy();
    await redis?.kill();
  });

  beforeEach(async () => {
    await admin.flushAll();
    store = connectStore({ url: redis.url.replace('//', '//domi:secret@'), observe: () => undefined });
    await until(() => store.isUp());
    const local: Window = { count: () => Promise.reject(new Error('the store did not count')) };
    window = createSharedWindow(store, 60, local);
  });
  afterEach(() => store.close());

  it('counts with the commands that the documentation asks for, and no others', async () => {
    expect(await window.count('acme')).to.deep.equal({ requests: 1, msLeft: 60_000 });
    expect((await window.count('acme')).requests).to.equal(2);
    expect((await window.count('other')).requests).to.equal(1);
    expect(store.isUp()).to.equal(true);
  });

  it('ends with the time of its first request, however many follow', async () => {
    await window.count('acme');
    await admin.pExpire(KEY, 5000);
    const { requests, msLeft } = await window.count('acme');
    expect(requests).to.equal(2);
    expect(msLeft).to.be.within(1, 5000);
    expect(await admin.pTTL(KEY)).to.be.within(1, 5000);
  });

  it('loses no request when many come at once', async () => {
    const counts = await Promise.all(Array.from({ length: 200 }, () => window.count('acme')));
    expect(Math.max(...counts.map(({ requests }) => requests))).to.equal(200);
    expect(await admin.get(KEY)).to.equal('200');
  });

  it('goes on with the count of a replica of an earlier version', async () => {
    await admin.set(KEY, '0', { EX: 60 });
    await admin.incrBy(KEY, 3);
    expect((await window.count('acme')).requests).to.equal(4);
    expect(await admin.incrBy(KEY, 1)).to.equal(5);
  });

  it('begins anew when a key has no end, so that nobody is refused for good', async () => {
    await admin.set(KEY, '1000000');
    expect(await window.count('acme')).to.deep.equal({ requests: 1, msLeft: 60_000 });
  });
});

/** The commands that docs/refresh.md asks for the user of the store. */
function readDocumentedCommands(): string[] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'refresh.md'), 'utf8');
  const [, list = ''] = /a user of its own needs\s+(.*?) on them/s.exec(text) ?? [];
  return [...list.matchAll(/`([A-Z]+)`/g)].map(([, name = '']) => name.toLowerCase());
}
