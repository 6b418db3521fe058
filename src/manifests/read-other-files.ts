import { basename } from 'node:path';
import type { Disk } from '../config/files/disk.ts';
import { readSourceFiles } from '../config/files/read-source-files.ts';
import type { Fault } from '../config/report/config-error.ts';
import { createFaultList } from '../config/report/fault-list.ts';
import type { SourceFile } from '../config/report/place.ts';

/** A provider file that the pods have beside the tenants: the records of the chart's values, for example. */
export interface OtherFile {
  /** Its name in the folder of the pods. */
  readonly name: string;
  readonly file: SourceFile;
  readonly bytes: Buffer;
}

/** @param paths files, or folders of files */
export function readOtherFiles(
  paths: readonly string[],
  disk: Disk,
): { files: readonly OtherFile[]; faults: readonly Fault[] } {
  const faults = createFaultList();
  const files = paths.flatMap((path) => readSourceFiles(path, disk, faults).files);
  return {
    // The bytes decide about the hash; the text has lost a byte order mark.
    files: files.map((file) => ({ name: basename(file.name), file, bytes: disk.read(file.name) })),
    faults: faults.listFaults((where) => (typeof where === 'string' ? where : (where.file?.name ?? ''))),
  };
}
