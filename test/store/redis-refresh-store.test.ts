import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { collectGarbage } from '../../src/process/collect-garbage.ts';
import type { Names } from '../../src/sealing/fingerprint.ts';
import type { Store } from '../../src/store/connect-store.ts';
import { createRedisRefreshStore } from '../../src/store/redis-refresh-store.ts';
import type { ScriptCall } from '../../src/store/run-script.ts';
import { RELEASE } from '../../src/store/scripts.ts';
import { until } from '../helpers/until.ts';

const LOOK = { hasWaited: false, isInDoubt: false, refusesSuperseded: true };
const createName = (): Names => [`ab.${randomBytes(32).toString('base64url')}`];

describe('refreshes while the store is away', function () {
  this.timeout(60_000);
  let isThere: boolean;
  let told: ScriptCall[];

  const store: Store = {
    isUp: () => isThere,
    countLinks: () => 1,
    run: async () => undefined,
    attempt: async () => undefined,
    async runInBackground(call) {
      if (!isThere) return undefined;
      told.push(call);
      return { reply: [] };
    },
    close: async () => undefined,
  };
  const create = () =>
    createRedisRefreshStore(store, {
      replayMs: 60_000,
      replays: 60,
      deadMs: 30_000,
      supersededMs: 86_400_000,
      monotonic: () => performance.now(),
    });

  beforeEach(() => {
    isThere = false;
    told = [];
  });

  async function spend(refreshStore: ReturnType<typeof create>, sealed: string): Promise<void> {
    const session = refreshStore.open(createName());
    await session.present(LOOK);
    await session.publish({ sealed, successors: [createName()], canBeReplayed: true, isSuperseded: true });
  }

  it('with tokens of nobody, push nothing out of what is known of spent ones', async () => {
    const refreshStore = create();
    for (let count = 0; count < 100; count += 1) await spend(refreshStore, 'sealed');
    for (let count = 0; count < 20_000; count += 1) {
      const session = refreshStore.open(createName());
      await session.present(LOOK);
      await session.release('dead');
    }
    isThere = true;
    await until(() => told.filter(({ script }) => script === RELEASE).length >= 100);
  });

  it('leave no answer in memory', async () => {
    const refreshStore = create();
    await spend(refreshStore, 'sealed');
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 1000; count += 1)
      await spend(refreshStore, randomBytes(15_000).toString('hex'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    collectGarbage();
    // The answers are 30 MB.
    expect(process.memoryUsage().heapUsed - before).to.be.below(12e6);
  });
});
