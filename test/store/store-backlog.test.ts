import { expect } from 'chai';
import type { Store } from '../../src/store/connect-store.ts';
import type { ScriptCall, ScriptOutcome } from '../../src/store/run-script.ts';
import { END_REPLAY, LOOK_UP_PARENTS } from '../../src/store/scripts.ts';
import { createStoreBacklog } from '../../src/store/store-backlog.ts';
import { until } from '../helpers/until.ts';

const DAY = 86_400_000;
const REPLAY = 60_000;

describe('what a store that was away has missed', () => {
  let isThere: boolean;
  let elapsed: number;
  let told: ScriptCall[];
  let reply: (call: ScriptCall) => unknown;

  const store: Store = {
    // Also one that is left alone by requests, since it goes up and down.
    isUp: () => false,
    countLinks: () => 1,
    run: async () => undefined,
    attempt: async () => undefined,
    async runInBackground(call): Promise<ScriptOutcome | undefined> {
      if (!isThere) return undefined;
      told.push(call);
      return { reply: reply(call) };
    },
    close: async () => undefined,
  };
  const create = () => createStoreBacklog(store, { replayMs: REPLAY, monotonic: () => elapsed });
  const tell = (name: string) => (left: number) => ({
    script: LOOK_UP_PARENTS,
    keys: [name],
    values: [String(left)],
  });

  beforeEach(() => {
    isThere = false;
    elapsed = 0;
    told = [];
    reply = () => [];
  });

  it('is 10,000 entries at most: the oldest are dropped', async () => {
    const backlog = create();
    for (let number = 0; number < 10_002; number += 1) backlog.add(`${number}`, [tell(`${number}`)], DAY);
    expect(backlog.count()).to.equal(10_000);
    isThere = true;
    await until(() => backlog.count() === 0);
    expect(told).to.have.length(10_000);
    expect(told[0]?.keys).to.deep.equal(['2']);
  });

  it('is told once each, for the time that is left, and not at all when it is over', async () => {
    const backlog = create();
    backlog.add('old', [tell('old')], DAY);
    elapsed = DAY / 2;
    backlog.add('new', [tell('new')], DAY);
    backlog.add('new', [tell('new'), () => undefined, tell('second')], DAY);
    elapsed = DAY;
    isThere = true;
    await until(() => backlog.count() === 0);
    expect(told.map(({ keys, values }) => [...keys, ...(values ?? [])])).to.deep.equal([
      ['new', `${DAY / 2}`],
      ['second', `${DAY / 2}`],
    ]);
  });

  it('is not kept without a lifetime', () => {
    const backlog = create();
    backlog.add('any', [tell('any')], 0);
    expect(backlog.count()).to.equal(0);
  });

  it('ends the replay of the answers that a reply names, and of nothing else that it says', async () => {
    const backlog = create();
    reply = ({ script }) => (script === LOOK_UP_PARENTS ? ['domi:answer:{ab}.c', 'other', 7] : 1);
    backlog.add('token', [tell('token')], DAY);
    isThere = true;
    await until(() => backlog.count() === 0);
    expect(told.slice(1)).to.deep.equal([
      {
        script: END_REPLAY,
        keys: ['domi:answer:{ab}.c', 'domi:superseded:{ab}.c'],
        values: [`${REPLAY}`],
      },
    ]);
  });
});
