import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { type Disk, readErrorCode } from '../config/files/disk.ts';
import { signPath } from './sign-path.ts';
import type { Snapshot } from './snapshot.ts';

export interface SnapshotRecorder {
  /** Notes what is read from it. */
  readonly disk: Disk;
  finish(): Snapshot;
}

/** Watching one costs a handle of the system, of which there are few; a poll finds what no event announced. */
const MAX_FOLDERS = 200;

export function createSnapshotRecorder(disk: Disk): SnapshotRecorder {
  const signatures = new Map<string, string>();
  const folders = new Set<string>();
  const contents = createHash('sha256');

  /** The signature comes first: a change while the content is read then shows as one. */
  function note<T>(path: string, read: () => T, toContent: (result: T) => string | Buffer): T {
    if (!signatures.has(path)) {
      signatures.set(path, signPath(path));
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
      // Asked before a file is read, so a missing one is noted here.
      size: (path) => note(path, () => disk.size(path), String),
      read: (path) =>
        note(
          path,
          () => disk.read(path),
          (content) => content,
        ),
    },
    finish: () => ({
      signatures,
      folders: [...folders].slice(0, MAX_FOLDERS),
      digest: contents.digest('hex'),
    }),
  };
}
