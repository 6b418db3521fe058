import { BUILT_IN_RECORDS } from '../../providers/built-in-records.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';
import type { ValidFiles } from '../schema/validate-files.ts';
import type { MergedFiles } from './merge-files.ts';
import { createRecordResolver, type RecordResolver } from './record-resolver.ts';

/** The provider files as records: what is written, before anything is made of it. */
export interface Records extends MergedFiles {
  readonly files: readonly SourceFile[];
  /** A record with everything that it extends. */
  readonly resolve: RecordResolver;
  /** Ids of all records, built in and of the files. */
  readonly ids: readonly string[];
  /** Addresses of records that lost a field to the schema: what they lack is reported already. */
  readonly lacking: ReadonlySet<string>;
}

/** The records of DOMI 1.x, which warned about each that was not enabled. */
export const ORIGINAL_IDS: ReadonlySet<string> = new Set(['zoom', 'teams', 'webex', 'gotomeeting']);

/** Puts the records of the files on top of the built-in ones and of those that they extend. */
export function extendRecords(
  files: readonly SourceFile[],
  valid: ValidFiles,
  merged: MergedFiles,
  faults: FaultList,
): Records {
  const { lacking } = valid;
  const isIncomplete = valid.files.length < files.length;
  const mayExist = (id: string): boolean => isIncomplete || lacking.has(`providers.${id}`);
  return {
    ...merged,
    files,
    lacking,
    ids: [...new Set([...Object.keys(BUILT_IN_RECORDS), ...merged.providers.keys()])],
    resolve: createRecordResolver(BUILT_IN_RECORDS, merged.providers, faults, mayExist),
  };
}

/** Ids of the records that somebody means to use: those of the files, and those of DOMI 1.x. */
export function listMeantIds({ providers }: Records): string[] {
  return [...new Set([...ORIGINAL_IDS, ...providers.keys()])];
}
