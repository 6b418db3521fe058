import { parentPort, workerData } from 'node:worker_threads';
import type { ConfigPlan } from '../config/config.ts';
import { DISK } from '../config/files/disk.ts';
import { validateConfig } from '../config/load-config.ts';
import { ConfigError } from '../config/report/config-error.ts';
import type { Task, Verdict } from './judge.ts';
import { type RecordedDisk, recordDisk } from './recorded-disk.ts';
import type { Slice } from './slice.ts';
import { slicePlan } from './slice-plan.ts';

/**
 * A thread of its own: it reads and judges the whole configuration, tells the verdict, and hands the tenants over slice
 * by slice. The next slice goes out when it is asked for, since messages that wait are all read in one turn of the
 * event loop.
 */
const task = workerData as Task;
const recorded = recordDisk(DISK);
const { verdict, slices } = judge(task, recorded);
parentPort?.postMessage(verdict);
parentPort?.on('message', () => {
  const { value } = slices.next();
  parentPort?.postMessage(value);
});

function judge(
  { environment, knownDigest, knownTenants }: Task,
  { disk, finish }: RecordedDisk,
): { verdict: Verdict; slices: Iterator<Slice, undefined> } {
  const none = [][Symbol.iterator]();
  let plan: ConfigPlan;
  try {
    plan = validateConfig(environment, { disk });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { verdict: { ...finish(), kind: 'faulty', faults: error.faults }, slices: none };
  }
  const reading = finish();
  if (reading.digest === knownDigest) return { verdict: { ...reading, kind: 'unchanged' }, slices: none };
  const { tenants, ...rest } = plan;
  const { digests, slices } = slicePlan(tenants, knownTenants);
  return { verdict: { ...reading, kind: 'sound', plan: rest, digests }, slices };
}
