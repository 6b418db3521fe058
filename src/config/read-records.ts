import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import type { Disk } from './disk.ts';
import type { FaultList } from './faults.ts';
import { judgeSchema } from './judge-schema.ts';
import { type JudgedFile, type MergedFiles, mergeFiles } from './merge-files.ts';
import { parseSource } from './parse-source.ts';
import type { SourceFile } from './places.ts';
import { createRecordResolver, type RecordResolver } from './resolve-records.ts';
import { readSourceFiles } from './source-files.ts';

/** The provider files as records: what is written, before anything is made of it. */
export interface Records {
  readonly sources: readonly SourceFile[];
  readonly merged: MergedFiles;
  readonly resolve: RecordResolver;
  /** Ids of all records, built in and of the files. */
  readonly ids: readonly string[];
  /** Records that lost a field to the schema: what they lack has been told already. */
  readonly lacking: ReadonlySet<string>;
  /** Ids of the records of the files and of DOMI 1.x: those that somebody means to use. */
  listMeantIds(): string[];
}

/** The records of DOMI 1.x, which warned about each that was not enabled. */
export const ORIGINAL_IDS: ReadonlySet<string> = new Set(['zoom', 'teams', 'webex', 'gotomeeting']);

/** The stages up to the records: find files, parse, schema, merge, extend. */
export function readRecords(configPath: string | undefined, disk: Disk, faults: FaultList): Records {
  const sources = readSourceFiles(configPath, disk, faults);
  const lacking = new Set<string>();
  const files = sources
    .map((file) => judgeFile(file, faults, lacking))
    .filter((judged) => judged !== undefined);
  const merged = mergeFiles(files);
  const mayExist = (id: string): boolean => files.length < sources.length || lacking.has(`providers.${id}`);
  return {
    sources,
    merged,
    lacking,
    ids: [...new Set([...Object.keys(BUILT_IN_RECORDS), ...merged.providers.keys()])],
    resolve: createRecordResolver(BUILT_IN_RECORDS, merged.providers, faults, mayExist),
    listMeantIds: () => [...new Set([...ORIGINAL_IDS, ...merged.providers.keys()])],
  };
}

function judgeFile(file: SourceFile, faults: FaultList, lacking: Set<string>): JudgedFile | undefined {
  const content = parseSource(file, faults);
  if (content === undefined) return undefined;
  const judged = judgeSchema(file, content, faults, lacking);
  return judged && { file, content: judged };
}
