import { createCalendar } from '../config/calendar.ts';
import type { ConfigPlan } from '../config/config.ts';
import { DISK, type Disk } from '../config/files/disk.ts';
import { validateConfig } from '../config/load-config.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { countLost, type Loss } from './count-lost.ts';
import type { FileBeacon } from './file-beacon.ts';
import { type Essentials, findEmptying, readEssentials } from './find-emptying.ts';
import type { Slice, TenantDigests } from './slice.ts';
import { slicePlan } from './slice-plan.ts';
import type { Snapshot } from './snapshot.ts';
import { createSnapshotRecorder } from './snapshot-recorder.ts';

export interface ValidationTask {
  readonly environment: Environment;
  /** Determines which client secrets and certificates have expired. */
  readonly now: Date;
  /** Digest of the configuration in use: an equal configuration is not returned. Empty at the start. */
  readonly digestInUse: string;
  /** Digests of its tenants: unchanged tenants are not returned. */
  readonly tenantsInUse: TenantDigests;
  /** What it has that must not get lost; undefined at the start. */
  readonly essentials: Essentials | undefined;
}

export type ValidationOutcome = { readonly snapshot: Snapshot } & (
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly warnings: readonly string[] }
  | ValidOutcome
);

interface ValidOutcome {
  readonly kind: 'valid';
  /** Everything but the tenants, which come in slices. */
  readonly settings: Omit<ConfigPlan, 'tenants' | 'misconfigured'>;
  readonly essentials: Essentials;
  readonly digests: TenantDigests;
  readonly loss: Loss;
}

/**
 * The audit file stays open while the service runs: a disk that is full or hangs must not hold up a reload. A pipe was read at
 * the start, and nobody writes into it again.
 */
const DISK_OF_RELOADS: Disk = { ...DISK, checkAppend: () => undefined, readPipe: DISK.read };

export interface ValidatedTask {
  readonly outcome: ValidationOutcome;
  readonly slices: Iterator<Slice, undefined>;
}

/**
 * Reads and validates everything. Returns plain data, which can be sent to another thread.
 * @param beacon shows each call of the file system
 */
export function validateTask(task: ValidationTask, beacon?: FileBeacon): ValidatedTask {
  const { environment, now, digestInUse, tenantsInUse } = task;
  const calendar = createCalendar(now);
  const disk = digestInUse === '' ? DISK : DISK_OF_RELOADS;
  const recorder = createSnapshotRecorder(disk, calendar, beacon);
  const none = [][Symbol.iterator]();
  let plan: ConfigPlan;
  try {
    plan = validateConfig(environment, { disk: recorder.disk, calendar });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { faults, warnings } = error;
    return { outcome: { snapshot: recorder.finish(), kind: 'faulty', faults, warnings }, slices: none };
  }
  const { tenants, misconfigured, ...settings } = plan;
  const { digests, slices } = slicePlan([...tenants, ...misconfigured], tenantsInUse);
  const snapshot = recorder.finish(JSON.stringify([digests, plan.rejected, plan.warnings]));
  if (snapshot.digest === digestInUse) return { outcome: { snapshot, kind: 'unchanged' }, slices: none };
  const essentials = readEssentials(plan);
  const emptying = task.essentials && findEmptying(task.essentials, essentials);
  if (emptying) {
    const { warnings } = plan;
    return { outcome: { snapshot, kind: 'faulty', faults: [emptying], warnings }, slices: none };
  }
  const loss = countLost(tenantsInUse, tenants);
  return { outcome: { snapshot, kind: 'valid', settings, essentials, digests, loss }, slices };
}
