import { basename } from 'node:path';
import { createDiskError, type Disk, NOT_REGULAR, readErrorCode } from '../config/files/disk.ts';
import { readSourceFiles } from '../config/files/read-source-files.ts';
import type { Fault } from '../config/report/config-error.ts';
import { createFaultList, type FaultList } from '../config/report/fault-list.ts';
import type { SourceFile, Where } from '../config/report/place.ts';

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
  const files = paths.flatMap((path) => readWithBytes(path, disk, faults));
  return {
    files,
    faults: faults.listFaults(showPlace),
  };
}

/** What `DOMI_CONFIG` names for the service, `--with` names for the build. */
function showPlace(where: Where): string {
  if (typeof where !== 'string') return where.file?.name ?? '';
  return where === 'DOMI_CONFIG' ? '--with' : where;
}

/** The bytes decide about the hash; the text has lost a byte order mark. Both come from one read, since a file may change. */
function readWithBytes(path: string, disk: Disk, faults: FaultList): OtherFile[] {
  const contents = new Map<string, Buffer>();
  const keep = (name: string, bytes: Buffer): Buffer => {
    contents.set(name, bytes);
    return bytes;
  };
  const keeping: Disk = {
    ...disk,
    read: (name, limit) => keep(name, disk.read(name, limit)),
    readPipe: (name, limit) => keep(name, readNamed(name, limit, disk)),
  };
  return readSourceFiles(path, keeping, faults).files.flatMap((file) => {
    const bytes = contents.get(file.name);
    return bytes === undefined ? [] : { name: basename(file.name), file, bytes };
  });
}

/** The pods read their files in the order of the names, so a pipe would give a hash that no pod shows. */
function readNamed(name: string, limit: number, disk: Disk): Buffer {
  try {
    return disk.read(name, limit);
  } catch (error) {
    const code = readErrorCode(error);
    if (code !== NOT_REGULAR) throw error;
    throw createDiskError(`${code}: put it into one with the name that it has for the pods`);
  }
}
