import type { ConfigPlan } from '../config/config.ts';
import { DISK, type Disk } from '../config/files/disk.ts';
import { validateConfig } from '../config/load-config.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { FileBeacon } from './file-beacon.ts';
import type { Slice, TenantDigests } from './slice.ts';
import { slicePlan } from './slice-plan.ts';
import type { Snapshot } from './snapshot.ts';
import { createSnapshotRecorder } from './snapshot-recorder.ts';

export interface ValidationTask {
  readonly environment: Environment;
  /** Determines which client secrets have expired. */
  readonly now: Date;
  /** Digest of the configuration in use: an equal configuration is not returned. Empty at the start. */
  readonly digestInUse: string;
  /** Digests of its tenants: unchanged tenants are not returned. */
  readonly tenantsInUse: TenantDigests;
}

export type ValidationOutcome = { readonly snapshot: Snapshot } & (
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly warnings: readonly string[] }
  | ValidOutcome
);

interface ValidOutcome {
  readonly kind: 'valid';
  /** Everything but the tenants, which come in slices. */
  readonly settings: Omit<ConfigPlan, 'tenants'>;
  readonly digests: TenantDigests;
}

/** The audit file stays open while the service runs: a disk that is full or hangs must not hold up a reload. */
const DISK_OF_RELOADS: Disk = { ...DISK, checkAppend: () => undefined };

export interface ValidatedTask {
  readonly outcome: ValidationOutcome;
  readonly slices: Iterator<Slice, undefined>;
}

/**
 * Reads and validates everything. Returns plain data, which can be sent to another thread.
 * @param beacon shows each call of the file system
 */
export function validateTask(
  { environment, now, digestInUse, tenantsInUse }: ValidationTask,
  beacon?: FileBeacon,
): ValidatedTask {
  const recorder = createSnapshotRecorder(digestInUse === '' ? DISK : DISK_OF_RELOADS, beacon);
  const none = [][Symbol.iterator]();
  let plan: ConfigPlan;
  try {
    plan = validateConfig(environment, { disk: recorder.disk, now });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { faults, warnings } = error;
    return { outcome: { snapshot: recorder.finish(), kind: 'faulty', faults, warnings }, slices: none };
  }
  const snapshot = recorder.finish();
  if (snapshot.digest === digestInUse) return { outcome: { snapshot, kind: 'unchanged' }, slices: none };
  const { tenants, ...settings } = plan;
  const { digests, slices } = slicePlan(tenants, tenantsInUse);
  return { outcome: { snapshot, kind: 'valid', settings, digests }, slices };
}
