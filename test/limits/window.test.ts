import { expect } from 'chai';
import { createSharedWindow, type LimitStore } from '../../src/limits/shared-window.ts';
import { createLocalWindow } from '../../src/limits/window.ts';
import { STORE_BUDGET } from '../../src/time/budgets.ts';

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
});

describe('the window of all replicas', () => {
  /** A store that gives one reply, whatever it is asked. */
  function countWith(reply: unknown, asked: unknown[] = []) {
    const store: LimitStore = {
      async ask<T>(command: Parameters<LimitStore['ask']>[0], budget: number) {
        asked.push(budget);
        await command({ eval: async (_script, options) => void asked.push(options) });
        return reply as T;
      },
    };
    const local = createLocalWindow(60, 10, () => 0);
    return createSharedWindow(store, 60, local).count('tenant:acme:');
  }

  it('a request, when the store answers, has the count of the store', async () => {
    expect(await countWith([7, 1500])).to.deep.equal({ requests: 7, msLeft: 1500 });
  });

  it('the store, when it is asked, has its budget, and a key that names the window', async () => {
    const asked: unknown[] = [];
    await countWith([1, 60_000], asked);
    expect(asked).to.deep.equal([
      STORE_BUDGET,
      { keys: ['domi:limit:60:tenant:acme:'], arguments: ['60000'] },
    ]);
  });

  for (const reply of [undefined, null, 'OK', [], ['1', '2'], [1]]) {
    it(`a request, when the store gives ${JSON.stringify(reply)}, is counted by this replica`, async () => {
      expect(await countWith(reply)).to.deep.equal({ requests: 1, msLeft: 60_000 });
    });
  }
});
