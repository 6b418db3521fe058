import { expect } from 'chai';
import fc from 'fast-check';
import type { RefreshStore } from '../../src/refresh/refresh-store.ts';
import { connectStore, type Store } from '../../src/store/connect-store.ts';
import { createRedisRefreshStore } from '../../src/store/redis-refresh-store.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { skipTest } from '../helpers/skip.ts';
import { toEndpoints } from '../helpers/store-endpoints.ts';
import { until } from '../helpers/until.ts';
import { type SimulationOptions, type SimulationResult, simulate } from './simulation.ts';

const choices = fc.array(fc.nat(), { minLength: 10, maxLength: 100, size: 'max' });

/** Runs random interleavings, and says how often what happened. */
async function check(
  runs: number,
  options: Omit<SimulationOptions, 'choices'>,
  isExcused: (result: SimulationResult) => boolean,
): Promise<string> {
  const all: SimulationResult[] = [];
  const property = fc.asyncProperty(choices, async (list) => {
    const result = await simulate({ ...options, choices: list });
    all.push(result);
    expect(result.isAlive || isExcused(result), JSON.stringify(result)).to.equal(true);
    expect(result.endedByUs, JSON.stringify(result)).to.equal(0);
    expect(result.repeated, JSON.stringify(result)).to.equal(0);
  });
  await fc.assert(property, { numRuns: runs });
  const sum = (key: Exclude<keyof SimulationResult, 'isAlive'>): number =>
    all.reduce((total, result) => total + result[key], 0);
  return [
    `${all.length} interleavings, ${sum('refreshes')} refreshes`,
    `answers lost between provider and service: ${sum('lostBehindService')}`,
    `lost between service and client, and survived: ${sum('lostBeforeClient')}`,
    ...(options.onConflict === 'overwrite' ? [`newer tokens overwritten: ${sum('overwritten')}`] : []),
    ...(options.withReuse
      ? [
          `old copies used: ${sum('staleCopies')}; answers not saved in time: ${sum('tooLate')}`,
          `families ended by us: ${sum('endedByUs')}, by a call that came late: ${sum('endedByLateCall')}, whose newest token nobody had: ${sum('endedUnseen')}`,
        ]
      : []),
    `ended with a dead token: ${all.filter(({ isAlive }) => !isAlive).length}`,
  ].join('; ');
}

const wasLost = ({ lostBehindService }: SimulationResult): boolean => lostBehindService > 0;

describe('two Notes clients with one mail file, whatever happens in whatever order', function () {
  this.timeout(120_000);

  it('on one replica: never end with a dead token unless the provider answered and the service did not hear it', async () => {
    console.log(`      ${await check(1000, { replicas: 1, onConflict: 'keep' }, wasLost)}`);
  });

  it('that overwrite what the other has saved: lose a token only by that, or behind the service', async () => {
    const isExcused = (result: SimulationResult): boolean => wasLost(result) || result.overwritten > 0;
    console.log(`      ${await check(1000, { replicas: 1, onConflict: 'overwrite' }, isExcused)}`);
  });

  describe('at a provider that ends a family when a spent token comes back, with old copies of the mail file', () => {
    it('on one replica: no family ends whose newest token the service has seen', async () => {
      const isExcused = (result: SimulationResult): boolean =>
        wasLost(result) || result.endedByLateCall > 0 || result.tooLate > 0;
      console.log(
        `      ${await check(1000, { replicas: 1, onConflict: 'keep', withReuse: true }, isExcused)}`,
      );
    });
  });

  describe('on two replicas with a store', () => {
    let redis: Redis | undefined;
    let connection: Store | undefined;
    let store: RefreshStore;

    before(async () => {
      const program = await findRedis();
      if (program === undefined) return;
      redis = await startRedis(program);
      const connected = connectStore({
        endpoints: toEndpoints({ DOMI_STORE_URL: redis.url }),
        observe: () => undefined,
        monotonic: () => performance.now(),
      });
      connection = connected;
      await until(() => connected.isUp());
      store = createRedisRefreshStore(connected, {
        replayMs: 60_000,
        replays: 20,
        deadMs: 30_000,
        supersededMs: 86_400_000,
        times: { budget: 10_000, lease: 60_000 },
        monotonic: () => performance.now(),
      });
    });
    after(async () => {
      await connection?.close();
      await redis?.kill();
    });

    it('never end with a dead token unless the provider answered and the service did not hear it', async function () {
      if (redis === undefined) skipTest(this, 'redis-server is not installed');
      console.log(`      ${await check(40, { replicas: 2, store, onConflict: 'keep' }, wasLost)}`);
    });

    it('at a provider that detects reuse: no family ends whose newest token the service has seen', async function () {
      if (redis === undefined) skipTest(this, 'redis-server is not installed');
      const isExcused = (result: SimulationResult): boolean =>
        wasLost(result) || result.endedByLateCall > 0 || result.tooLate > 0;
      const options = { replicas: 2, store, onConflict: 'keep', withReuse: true } as const;
      console.log(`      ${await check(40, options, isExcused)}`);
    });
  });
});
