import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';
import { type Disk, readErrorCode } from './disk.ts';

const FILE_NAME = /\.(ya?ml|json)$/;

/** Bytes. Far above a Kubernetes object (1 MiB), and small enough for the memory of a pod. */
const MAX_FILE = 16 * 1024 * 1024;
const MAX_ALL_FILES = 128 * 1024 * 1024;

/** Reads the provider file, or all provider files of a folder in the order of their names. */
export function readSourceFiles(path: string | undefined, disk: Disk, faults: FaultList): SourceFile[] {
  let total = 0;
  return listNames(path, disk, faults)
    .map((name) => {
      try {
        const size = disk.size(name);
        total += size;
        if (size > MAX_FILE) {
          faults.add(
            `${name}:1:1`,
            'the file is larger than 16 MiB: split it into several files of a folder',
          );
          return undefined;
        }
        if (total > MAX_ALL_FILES) {
          faults.add(`${name}:1:1`, 'with this file, the folder is larger than 128 MiB');
          return undefined;
        }
        return decode(name, disk.read(name), faults);
      } catch (error) {
        faults.add('DOMI_CONFIG', `cannot read ${name} (${readErrorCode(error)})`);
        return undefined;
      }
    })
    .filter((file) => file !== undefined);
}

function listNames(path: string | undefined, disk: Disk, faults: FaultList): string[] {
  if (path === undefined) return [];
  try {
    if (!disk.isFolder(path)) return [path];
    const names = disk.list(path).filter((name) => FILE_NAME.test(name));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    faults.add('DOMI_CONFIG', `cannot read ${path} (${readErrorCode(error)})`);
    return [];
  }
}

/** Drops a byte order mark. Refuses text that is not UTF-8, since a garbled secret or id is hard to find. */
function decode(name: string, bytes: Buffer, faults: FaultList): SourceFile | undefined {
  const file = { name, text: new TextDecoder('utf-8').decode(bytes) };
  if (isUtf8(bytes)) return file;
  const offset = Math.max(0, file.text.indexOf('\ufffd'));
  faults.add({ paths: [], file, offset }, 'the file is not UTF-8: save it with that encoding');
  return undefined;
}
