import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from '../../test/helpers/redis.ts';
import { comesTrue } from './comes-true.ts';
import type { Replica } from './replica.ts';
import type { Site } from './site.ts';
import { stallLog } from './stall-log.ts';
import type { PromiseName } from './tally.ts';

/** What operators, and the systems around a service, do while it runs. Ends when it has shown its effect. */
export interface Operation {
  readonly name: string;
  /** What it puts to the test. */
  readonly promise: PromiseName;
  run(site: Site): Promise<void>;
}

const RELOADED = 'domi_config_last_reload_success_timestamp_seconds';
const SUCCESSFUL = 'domi_config_last_reload_successful';

/** Milliseconds, with room for a machine that others keep busy as well. */
const ADOPTED_WITHIN = 60_000;
const STORE_WITHIN = 60_000;
const DEMOTED_WITHIN = 60_000;
const PAUSE = 4000;
const SETTLING = 2000;

/** A rotation is three or two of them, with others between its steps. */
export const OPERATIONS: readonly Operation[] = [
  change('adds a seal key', ({ files }) => files.addSealKey()),
  { name: 'stops reading the log', promise: 'output', run: stallLog },
  change('seals with the new key', ({ files }) => files.putNewestSealKeyFirst()),
  change('adds a client secret', ({ files }) => files.addClientSecret()),
  { name: 'exchanges the roles of the store', promise: 'store', run: exchangeRoles },
  {
    name: 'deletes the old client secret',
    promise: 'credentials',
    run: async ({ files }) => files.removeOldClientSecret(),
  },
  { name: 'breaks and mends the provider file', promise: 'adopted', run: breakAndMend },
  change('changes the provider file', ({ files }) => files.changeLabel()),
  change('removes the old seal key', ({ files }) => files.removeOldSealKey()),
];

/** A change of files that both replicas must adopt. */
function change(name: string, act: (site: Site) => void): Operation {
  return {
    name,
    promise: 'adopted',
    async run(site) {
      const before = await readAll(site.replicas, RELOADED);
      act(site);
      const isAdopted = async (): Promise<boolean> =>
        (await readAll(site.replicas, RELOADED)).every((moment, index) => moment > (before[index] as number));
      if (!(await comesTrue(isAdopted, ADOPTED_WITHIN)))
        site.tally.breach('adopted', `${name}: not in use after ${ADOPTED_WITHIN / 1000} s`);
    },
  };
}

async function breakAndMend(site: Site): Promise<void> {
  for (const [act, state] of [
    [site.files.breakProviderFile, 0],
    [site.files.mendProviderFile, 1],
  ] as const) {
    act();
    const isSeen = async (): Promise<boolean> =>
      (await readAll(site.replicas, SUCCESSFUL)).every((value) => value === state);
    if (!(await comesTrue(isSeen, ADOPTED_WITHIN)))
      site.tally.breach('adopted', `a file that is ${state === 0 ? 'broken' : 'mended'} was not noticed`);
  }
}

async function exchangeRoles({ replicas, store, tally }: Site): Promise<void> {
  if (store?.failOver === undefined) return;
  // A failover ends connections, ours as well: what it has interrupted is asked again.
  const next = await store.failOver().catch(() => delay(PAUSE).then(() => store.failOver?.()));
  // Until then, the old primary takes writes, and a replica that stays with it misses nothing.
  const isDemoted = async (server: Redis): Promise<boolean> =>
    String(await server.command('INFO', 'replication').catch(() => '')).includes('role:slave');
  const others = store.stores.filter((server) => server !== next);
  const areDemoted = async (): Promise<boolean> => (await Promise.all(others.map(isDemoted))).every(Boolean);
  if (!(await comesTrue(areDemoted, DEMOTED_WITHIN))) throw new Error('the old primary was not demoted');
  // By then, each replica has met it.
  await delay(SETTLING);
  const startedAt = performance.now();
  // At any moment since: on a busy machine, the store may be late again before all replicas have it.
  const isBack = async (replica: Replica): Promise<boolean> =>
    replica.output.lastStoreUp > startedAt || (await replica.readMetric('domi_store_up')) === 1;
  const areBack = async (): Promise<boolean> => (await Promise.all(replicas.map(isBack))).every(Boolean);
  if (!(await comesTrue(areBack, STORE_WITHIN)))
    tally.breach('store', replicas.map(({ name, output }) => `${name}: ${output.aboutStore}`).join('; '));
}

const readAll = (replicas: readonly Replica[], metric: string): Promise<number[]> =>
  Promise.all(replicas.map((replica) => replica.readMetric(metric)));
