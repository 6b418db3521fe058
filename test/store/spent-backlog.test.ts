import { expect } from 'chai';
import type { Store } from '../../src/store/connect-store.ts';
import type { ScriptCall } from '../../src/store/run-script.ts';
import { createSpentBacklog, type SpentKeys } from '../../src/store/spent-backlog.ts';
import { until } from '../helpers/until.ts';

const DAY = 86_400_000;
const keysOf = (name: string): SpentKeys => [`answer:${name}`, `superseded:${name}`, `lease:${name}`];

describe('tokens that were spent while the store was away', () => {
  let isUp: boolean;
  let elapsed: number;
  let told: ScriptCall[];

  const store: Store = {
    isUp: () => isUp,
    countLinks: () => 1,
    run: async () => undefined,
    attempt: async (call) => {
      if (!isUp) return undefined;
      told.push(call);
      return { reply: 1 };
    },
    close: async () => undefined,
  };
  const create = (supersededMs = DAY) =>
    createSpentBacklog(store, { budget: 50, supersededMs, monotonic: () => elapsed });

  beforeEach(() => {
    isUp = false;
    elapsed = 0;
    told = [];
  });

  it('are 20,000 at most: the oldest are dropped', async () => {
    const backlog = create();
    for (let number = 0; number < 20_002; number += 1) backlog.add(keysOf(`${number}`));
    expect(backlog.count()).to.equal(20_000);
    isUp = true;
    await until(() => backlog.count() === 0);
    expect(told).to.have.length(20_000);
    expect(told[0]?.keys).to.deep.equal(keysOf('2'));
  });

  it('are told once each, for the time that is left of theirs, and not at all when it is over', async () => {
    const backlog = create();
    backlog.add(keysOf('old'));
    elapsed = DAY / 2;
    backlog.add(keysOf('new'));
    backlog.add(keysOf('new'));
    elapsed = DAY;
    isUp = true;
    await until(() => backlog.count() === 0);
    expect(told.map(({ keys, values }) => [keys[1], values?.at(-1)])).to.deep.equal([
      ['superseded:new', `${DAY / 2}`],
    ]);
  });

  it('are not kept when spent tokens are not refused', () => {
    const backlog = create(0);
    backlog.add(keysOf('any'));
    expect(backlog.count()).to.equal(0);
  });
});
