import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Disk, readErrorCode } from '../config/files/disk.ts';
import { type SharedText, shareList } from './shared-text.ts';
import { createSignature, type Signature, signPath } from './signature.ts';

/** What a judgement has read: enough to tell later whether another one would read the same. */
export interface Reading {
  /** Files and folders, those included that are missing. */
  readonly paths: SharedText;
  /** Folders in which a change of these shows: the first few of many. */
  readonly folders: readonly string[];
  /** Of the paths at the moment before each was read; cheap to compare, and different when in doubt. */
  readonly signature: string;
  /** Of the contents: equal when nothing has changed that matters. */
  readonly digest: string;
}

export interface RecordedDisk {
  readonly disk: Disk;
  finish(): Reading;
}

/** To watch one costs a handle of the system, of which there are few; a poll finds what no event told. */
const MAX_FOLDERS = 200;

/** A disk that notes what is read from it. */
export function recordDisk(disk: Disk): RecordedDisk {
  const signatures = new Map<string, Signature>();
  const sizes = new Map<string, number>();
  const folders = new Set<string>();
  const contents = createHash('sha256');

  /** The signature comes first: a change while the content is read is then seen as one. */
  function note<T>(path: string, read: () => T, toContent: (result: T) => string | Buffer): T {
    if (!signatures.has(path)) {
      signatures.set(
        path,
        signPath(() => {
          const stats = statSync(path);
          sizes.set(path, stats.size);
          return stats;
        }),
      );
      folders.add(dirname(path));
    }
    try {
      const result = read();
      add(path, toContent(result));
      return result;
    } catch (error) {
      add(path, readErrorCode(error));
      throw error;
    }
  }

  /** With their lengths, so that no two sequences of contents run together to the same one. */
  function add(path: string, content: string | Buffer): void {
    contents.update(`${path}\0${content.length}\0`).update(content);
  }

  return {
    disk: {
      isFolder: (path) => note(path, () => disk.isFolder(path), String),
      list(path) {
        folders.add(path);
        // What was found there is read afterwards; other names (Kubernetes puts a date into some) mean nothing.
        return note(
          path,
          () => disk.list(path),
          () => '',
        );
      },
      // It is asked before reading, so a file that is missing is noted here.
      size: (path) => note(path, () => sizes.get(path) ?? disk.size(path), String),
      read: (path) =>
        note(
          path,
          () => disk.read(path),
          (content) => content,
        ),
    },
    finish: () => ({
      paths: shareList([...signatures.keys()]),
      folders: [...folders].slice(0, MAX_FOLDERS),
      signature: createSignature([...signatures.values()]),
      digest: contents.digest('hex'),
    }),
  };
}
