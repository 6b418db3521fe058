import { parentPort, workerData } from 'node:worker_threads';
import { DISK } from '../config/disk.ts';
import { ConfigError } from '../config/faults.ts';
import { type ConfigPlan, judgeConfig } from '../config/load-config.ts';
import type { Task, Verdict } from './judge.ts';
import { type Reading, type RecordedDisk, recordDisk } from './recorded-disk.ts';
import { type Slice, slicePlan } from './slices.ts';

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
  parentPort?.postMessage(value ?? undefined);
});

function judge(
  { environment, knownDigest, knownPaths, knownTenants }: Task,
  { disk, finish }: RecordedDisk,
): { verdict: Verdict; slices: Iterator<Slice, undefined> } {
  const none = [][Symbol.iterator]();
  /** Tens of thousands of names that are known are not sent again. */
  function describeReading(): Omit<Reading, 'paths' | 'folders'> & Partial<Reading> {
    const { paths, folders, ...rest } = finish();
    return rest.pathsDigest === knownPaths ? rest : { ...rest, paths, folders };
  }
  let plan: ConfigPlan;
  try {
    plan = judgeConfig(environment, { disk });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { verdict: { ...describeReading(), kind: 'faulty', faults: error.faults }, slices: none };
  }
  const reading = describeReading();
  if (reading.digest === knownDigest) return { verdict: { ...reading, kind: 'unchanged' }, slices: none };
  const { tenants, ...rest } = plan;
  return {
    verdict: { ...reading, kind: 'sound', plan: rest },
    slices: slicePlan(tenants, knownTenants) as Iterator<Slice, undefined>,
  };
}
