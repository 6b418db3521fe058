import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { Config, ConfigPlan } from '../config/config.ts';
import type { Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { Reading } from './recorded-disk.ts';
import type { Slice, TenantDigests } from './slice.ts';
import { createTenantAssembler, type TenantsInUse } from './tenant-assembler.ts';
import { receive, startWorker } from './worker.ts';

export interface Task {
  readonly environment: Environment;
  /** Digest of the configuration in use: an equal one is not handed over. */
  readonly knownDigest: string;
  /** Of its tenants: those that are as they were are not handed over. */
  readonly knownTenants: TenantDigests;
}

type Rest = Omit<ConfigPlan, 'tenants'>;

export type Verdict = Reading &
  (
    | { readonly kind: 'unchanged' }
    | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }
    | SoundVerdict
  );

interface SoundVerdict {
  readonly kind: 'sound';
  readonly plan: Rest;
  /** Of the tenants that come in slices. */
  readonly digests: TenantDigests;
}

export interface Taken {
  readonly config: Config;
  readonly known: TenantsInUse;
}

/** A judgement in another thread; it is ended by `end`, also when nothing was taken from it. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Takes a sound configuration over, in slices: no turn of the event loop is longer than one of them. */
  take(verdict: SoundVerdict, before: TenantsInUse): Promise<Taken>;
  end(): Promise<void>;
}

/**
 * @param signal ends the thread, whatever it is doing
 * @throws Error when the thread itself fails, for want of memory for instance
 */
export async function judgeInWorker(task: Task, signal: AbortSignal): Promise<Judgement> {
  const worker = startWorker('judge-worker', task);
  const end = async (): Promise<void> => {
    signal.removeEventListener('abort', end);
    await worker.terminate();
  };
  signal.addEventListener('abort', end);
  try {
    const verdict = (await receive(worker)) as Verdict;
    return { verdict, take: (sound, before) => take(sound, before, worker), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function take({ plan, digests }: SoundVerdict, before: TenantsInUse, worker: Worker): Promise<Taken> {
  const { isSingleTenant, sealKeys, ...settings } = plan;
  const assembler = createTenantAssembler(before);
  for (;;) {
    worker.postMessage('next');
    const slice = (await receive(worker)) as Slice | undefined;
    if (slice === undefined) break;
    assembler.add(slice);
    await nextTurn();
  }
  const { directory, inUse } = assembler.finish(isSingleTenant, digests);
  const config = Object.freeze({
    ...settings,
    // A structured clone makes plain octets of a Buffer.
    sealKeys: sealKeys.map(({ id, secret }) => ({ id, secret: Buffer.from(secret) })),
    directory,
  });
  return { config, known: inUse };
}
