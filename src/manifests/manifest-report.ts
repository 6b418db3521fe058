import type { Fault } from '../config/report/config-error.ts';
import type { Differences } from './compare-builds.ts';
import type { WrittenOutput } from './write-output.ts';

/** What a build has found and done. */
export interface ManifestReport extends Differences, WrittenOutput {
  /** False: the output is as it was. */
  readonly isWritten: boolean;
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
  /** Faulty tenants that stay as they were. */
  readonly kept: readonly string[];
  /** Faulty tenants that are not in the output. */
  readonly leftOut: readonly string[];
  readonly tenants: number;
  readonly shards: number;
  /** How many secrets the tenants name. */
  readonly secrets: number;
  /** What pods show that have the output and nothing else; undefined when nothing is written. */
  readonly hash: string | undefined;
  readonly output: string;
}

/** @returns the report of a build that writes nothing */
export function refuseBuild(faults: readonly Fault[], warnings: readonly string[]): ManifestReport {
  return {
    isWritten: false,
    faults,
    warnings,
    added: [],
    changed: [],
    removed: [],
    moved: 0,
    kept: [],
    leftOut: [],
    written: [],
    deleted: [],
    unchanged: 0,
    tenants: 0,
    shards: 0,
    secrets: 0,
    hash: undefined,
    output: '',
  };
}
