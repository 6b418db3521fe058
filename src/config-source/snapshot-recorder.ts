import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Calendar } from '../config/calendar.ts';
import { type Disk, readErrorCode } from '../config/files/disk.ts';
import { callVisibly, type FileBeacon } from './file-beacon.ts';
import { packTexts } from './packed-texts.ts';
import { signPath, toPlace } from './sign-path.ts';
import { hashSignatures } from './sign-paths.ts';
import type { Snapshot } from './snapshot.ts';

export interface SnapshotRecorder {
  /** Records every read. */
  readonly disk: Disk;
  /** @param result what validation made of the contents, since it depends on more than them: links, the date */
  finish(result?: string): Snapshot;
}

/** Bound on watched folders, since each takes a system handle; polling finds changes in the others. */
const MAX_FOLDERS = 200;

/** @param beacon shows each call of the file system */
export function createSnapshotRecorder(
  disk: Disk,
  calendar: Calendar,
  beacon?: FileBeacon,
): SnapshotRecorder {
  const signatures = new Map<string, string>();
  const folders = new Set<string>();
  const contents = createHash('sha256');

  /** Takes the signature first, so that a change during the read is noticed. */
  function sign(path: string): void {
    if (signatures.has(path)) return;
    signatures.set(
      path,
      callVisibly(beacon, () => signPath(path)),
    );
  }

  /** A folder that was moved has the same files: their signatures say nothing about the links on the way to them. */
  function signPlaces(path: string): void {
    const place = toPlace(path);
    if (signatures.has(place)) return;
    sign(place);
    const folder = dirname(path);
    if (folder !== path) signPlaces(folder);
  }

  function note<T>(path: string, read: () => T, toContent: (result: T) => string | Buffer): T {
    sign(path);
    folders.add(dirname(path));
    try {
      const result = callVisibly(beacon, read);
      add(path, toContent(result));
      return result;
    } catch (error) {
      add(path, readErrorCode(error));
      throw error;
    }
  }

  /** Adds lengths as well, so that different sequences of contents cannot give the same digest. */
  function add(path: string, content: string | Buffer): void {
    contents.update(`${path}\0${content.length}\0`).update(content);
  }

  return {
    disk: {
      // Says nothing about what is read.
      checkAppend: (path) => callVisibly(beacon, () => disk.checkAppend(path)),
      isFolder: (path) => note(path, () => disk.isFolder(path), String),
      list(path) {
        folders.add(path);
        // Files found here are read afterwards; other names (Kubernetes puts a date into some) are irrelevant.
        return note(
          path,
          () => disk.list(path),
          () => '',
        );
      },
      // Not a content: links of Kubernetes change with every version. What follows from it is in the result.
      locate(path) {
        signPlaces(path);
        return callVisibly(beacon, () => disk.locate(path));
      },
      read: (path, limit) =>
        note(
          path,
          () => disk.read(path, limit),
          (content) => content,
        ),
      readPipe: (path, limit) =>
        note(
          path,
          () => disk.readPipe(path, limit),
          (content) => content,
        ),
      readOrdinary(path, limit) {
        signPlaces(dirname(path));
        return note(
          path,
          () => disk.readOrdinary(path, limit),
          ({ content }) => content,
        );
      },
    },
    finish: (result = '') => ({
      paths: packTexts(signatures.keys()),
      signature: hashSignatures(signatures.values()),
      folders: [...folders].slice(0, MAX_FOLDERS),
      digest: contents.update(result).digest('hex'),
      holdsUntil: calendar.findNextChange(),
    }),
  };
}
