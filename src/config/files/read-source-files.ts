import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';
import { type Disk, readErrorCode, TOO_LARGE } from './disk.ts';

export interface SourceFiles {
  readonly files: readonly SourceFile[];
  /** The first digits of the SHA-256 of the contents, one after the other in the order of reading. */
  readonly hash: string;
}

/** As `*.yaml` in a shell: files whose names begin with a dot are those of editors and file systems. */
const FILE_NAME = /^[^.].*\.(ya?ml|json)$/;

/** Bytes. Far above a Kubernetes object (1 MiB), and small enough for the memory of a pod. */
const MAX_FILE = 16 * 1024 * 1024;
const MAX_ALL_FILES = 128 * 1024 * 1024;

const HASH_DIGITS = 16;

/** Names the contents of provider files, added in the order of reading: that of their names. */
export interface ContentHash {
  add(content: Uint8Array | string): void;
  digest(): string;
}

export function createContentHash(): ContentHash {
  const hash = createHash('sha256');
  return {
    add: (content) => void hash.update(content),
    digest: () => hash.digest('hex').slice(0, HASH_DIGITS),
  };
}

/** Whether a file of this name in the folder is read. */
export function isSourceFileName(name: string): boolean {
  return FILE_NAME.test(name);
}

/** Reads the provider file, or all provider files of a folder in the order of their names. */
export function readSourceFiles(path: string | undefined, disk: Disk, faults: FaultList): SourceFiles {
  // Each content is added at once: all of them together may have 128 MiB.
  const hash = createContentHash();
  let total = 0;
  const files = listNames(path, disk, faults)
    .map((name) => {
      try {
        const bytes = name === path ? disk.readPipe(name, MAX_FILE) : disk.read(name, MAX_FILE);
        total += bytes.length;
        if (total > MAX_ALL_FILES) {
          faults.add(`${name}:1:1`, 'with this file, the folder is larger than 128 MiB', 'file_unreadable');
          return undefined;
        }
        hash.add(bytes);
        return decode(name, bytes, faults);
      } catch (error) {
        const code = readErrorCode(error);
        if (code === TOO_LARGE)
          faults.add(
            `${name}:1:1`,
            'the file is larger than 16 MiB: split it into several files of a folder',
            'file_unreadable',
          );
        else faults.add('DOMI_CONFIG', `cannot read ${name} (${code})`, 'file_unreadable');
        return undefined;
      }
    })
    .filter((file) => file !== undefined);
  return { files, hash: hash.digest() };
}

function listNames(path: string | undefined, disk: Disk, faults: FaultList): string[] {
  if (path === undefined) return [];
  try {
    if (!disk.isFolder(path)) return [path];
    const all = disk.list(path).sort();
    const names = all.filter(isSourceFileName);
    if (names.length === 0)
      faults.warn('', `DOMI_CONFIG: nothing is read in ${path}: ${describeOthers(all)}`);
    return names.map((name) => join(path, name));
  } catch (error) {
    faults.add('DOMI_CONFIG', `cannot read ${path} (${readErrorCode(error)})`, 'file_unreadable');
    return [];
  }
}

/** Names that a warning shows. */
const MAX_NAMES = 5;

function describeOthers(names: readonly string[]): string {
  const visible = names.filter((name) => !name.startsWith('.')).map(showName);
  if (names.length === 0) return 'the folder is empty';
  if (visible.length === 0) return 'it has only hidden files';
  const more = visible.length > MAX_NAMES ? ` and ${visible.length - MAX_NAMES} more` : '';
  return `it has ${visible.slice(0, MAX_NAMES).join(', ')}${more}, but no *.yaml, *.yml or *.json`;
}

/** Shows a name only if it is one that a terminal can show. */
function showName(name: string): string {
  return /^[ -~]{1,80}$/.test(name) ? name : '(a name with other characters)';
}

/** Drops a byte order mark. Refuses text that is not UTF-8, since a garbled secret or id is hard to find. */
function decode(name: string, bytes: Buffer, faults: FaultList): SourceFile | undefined {
  const file = { name, text: new TextDecoder('utf-8').decode(bytes) };
  if (isUtf8(bytes)) return file;
  const offset = Math.max(0, file.text.indexOf('\ufffd'));
  faults.add(
    { paths: [], file, offset },
    'the file is not UTF-8: save it with that encoding',
    'file_unreadable',
  );
  return undefined;
}
