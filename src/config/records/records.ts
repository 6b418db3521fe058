import { BUILT_IN_RECORDS } from '../../providers/built-in-records.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';
import type { ValidFiles } from '../schema/validate-files.ts';
import type { Environment } from '../settings/environment.ts';
import type { MergedFiles } from './merge-files.ts';
import { createRecordResolver, type RecordResolver } from './record-resolver.ts';

/** The records of the provider files, before providers are built from them. */
export interface Records extends MergedFiles, RecordFiles {
  /** A record with everything that it extends. */
  readonly resolve: RecordResolver;
  /** Ids of all records, both built-in ones and those of the files. */
  readonly ids: readonly string[];
  /** Addresses of records that validation removed a field from: that is already reported as a fault. */
  readonly strippedRecords: ReadonlySet<string>;
}

/** The files that records come from. */
export interface RecordFiles {
  readonly files: readonly SourceFile[];
  /** Names their contents. */
  readonly hash: string;
  /** Whether any of them says anything. */
  readonly hasContent: boolean;
}

/** The records of DOMI 1.x, which warned about each one that was not enabled. */
const ORIGINAL_IDS: ReadonlySet<string> = new Set(['zoom', 'teams', 'webex', 'gotomeeting']);

/** Combines the records of the files with the built-in ones and with those that they extend. */
export function extendRecords(
  files: RecordFiles,
  valid: ValidFiles,
  merged: MergedFiles,
  faults: FaultList,
): Records {
  const { strippedRecords } = valid;
  const isIncomplete = valid.files.length < files.files.length;
  const mayExist = (id: string): boolean => isIncomplete || strippedRecords.has(`providers.${id}`);
  return {
    ...merged,
    ...files,
    strippedRecords,
    ids: [...new Set([...Object.keys(BUILT_IN_RECORDS), ...merged.providers.keys()])],
    resolve: createRecordResolver(BUILT_IN_RECORDS, merged.providers, faults, mayExist),
  };
}

/** Lists the records that an operator likely intends to use: those of the files, and those of DOMI 1.x. */
export function listIntendedIds({ providers }: Records): string[] {
  return [...new Set([...ORIGINAL_IDS, ...providers.keys()])];
}

/**
 * Lists the records of DOMI 1.x that are not enabled because their variables are not set: most installations use one or
 * two of the four, so that is no reason for a warning.
 */
export function listWithoutCredentials(environment: Environment, enabledIds: ReadonlySet<string>): string[] {
  const isSet = (name: string): boolean => Boolean(environment[name] || environment[`${name}_FILE`]);
  return [...ORIGINAL_IDS].filter((id) => {
    const { clientId, clientSecret } = BUILT_IN_RECORDS[id] ?? {};
    const names = [clientId, clientSecret]
      .flat()
      .flatMap((source) => (source && 'env' in source ? [source.env] : []));
    return !enabledIds.has(id) && !names.every(isSet);
  });
}
