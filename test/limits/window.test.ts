import { expect } from 'chai';
import fc from 'fast-check';
import { createSharedWindow, type SharedCounts } from '../../src/limits/shared-window.ts';
import { createLocalWindow } from '../../src/limits/window.ts';

describe('the window of one replica', () => {
  let now: number;
  beforeEach(() => {
    now = 5000;
  });
  const create = (maxKeys = 10) => createLocalWindow(60, maxKeys, () => now);

  it('a key, when it is counted, has a window of its own that begins with its first request', async () => {
    const window = create();
    expect(await window.count('a')).to.deep.equal({ requests: 1, msLeft: 60_000 });
    now += 10_000;
    expect(await window.count('b')).to.deep.equal({ requests: 1, msLeft: 60_000 });
    expect(await window.count('a')).to.deep.equal({ requests: 2, msLeft: 50_000 });
  });

  it('a window, when its time is over, gives way to a new one of full length', async () => {
    const window = create();
    await window.count('a');
    now += 59_999;
    expect(await window.count('a')).to.deep.equal({ requests: 2, msLeft: 1 });
    now += 1;
    expect(await window.count('a')).to.deep.equal({ requests: 1, msLeft: 60_000 });
  });

  it('a key, when another one needs its place, is forgotten if it was used longest ago', async () => {
    const window = create(2);
    for (const key of ['a', 'b', 'a', 'c']) await window.count(key);
    expect((await window.count('a')).requests).to.equal(3);
    expect((await window.count('b')).requests).to.equal(1);
  });

  it('a key, when its window is not over, stays, and is dropped within two more windows', async () => {
    const window = create(100_000);
    for (let index = 0; index < 1000; index += 1) await window.count(`token ${index}`);
    now += 59_999;
    expect((await window.count('token 7')).requests).to.equal(2);
    await window.count('late');
    now += 59_999;
    expect((await window.count('late')).requests).to.equal(2);
    now += 60_000;
    await window.count('later');
    expect(window.size).to.equal(2);
  });
});

describe('the window of one replica, while its keys have room', () => {
  it('counts as one that forgets nothing, whatever comes when', async () => {
    const request = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      pause: fc.oneof(fc.nat(10), fc.nat(1000), fc.nat(3000)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 60 }), async (requests) => {
        let now = 0;
        const window = createLocalWindow(1, 10, () => now);
        const begun = new Map<string, { at: number; requests: number }>();
        for (const { key, pause } of requests) {
          now += pause;
          const known = begun.get(key);
          const expected = known && now - known.at < 1000 ? known : { at: now, requests: 0 };
          begun.set(key, expected);
          expected.requests += 1;
          expect(await window.count(key)).to.deep.equal({
            requests: expected.requests,
            msLeft: expected.at + 1000 - now,
          });
        }
      }),
    );
  });
});

describe('the window of all replicas', () => {
  const local = () => createLocalWindow(60, 10, () => 0);

  it('a request, when all replicas count together, has their count', async () => {
    const asked: unknown[] = [];
    const counts: SharedCounts = {
      async count(...question) {
        asked.push(question);
        return { requests: 7, msLeft: 1500 };
      },
    };
    const count = await createSharedWindow(counts, 60, local()).count('tenant:acme:');
    expect(count).to.deep.equal({ requests: 7, msLeft: 1500 });
    expect(asked).to.deep.equal([['tenant:acme:', 60]]);
  });

  it('a request, when that fails, is counted by this replica', async () => {
    const window = createSharedWindow({ count: async () => undefined }, 60, local());
    expect(await window.count('tenant:acme:')).to.deep.equal({ requests: 1, msLeft: 60_000 });
    expect((await window.count('tenant:acme:')).requests).to.equal(2);
  });
});
