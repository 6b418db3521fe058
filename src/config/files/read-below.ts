import { sep } from 'node:path';
import { DISK, type Disk } from './disk.ts';

/** A folder that a file must be in whenever it is read. */
export interface FolderBound {
  /** As it is written: each reading follows its links anew. */
  readonly path: string;
  /** Where it led to when it was validated, without the names that change with each version. */
  readonly leadsTo: string;
}

export interface BoundFile {
  readonly file: string;
  readonly below?: FolderBound;
}

export interface FoundFile {
  readonly content: Buffer;
  /** Whether it leads out of its folder, or the folder has become another one. */
  readonly isOutside: boolean;
}

/**
 * Reads a file that somebody else replaces whenever they like. The kubelet swaps folder and file in one step, which may come
 * between two calls: what looks wrong is looked at once more.
 * @throws errors with a `code`
 */
export function readBelow(
  asked: BoundFile,
  limit: number,
  disk: Pick<Disk, 'locate' | 'readOrdinary'> = DISK,
): FoundFile {
  const look = (): FoundFile => {
    const { content, location } = disk.readOrdinary(asked.file, limit);
    return { content, isOutside: asked.below !== undefined && isStray(location, asked.below, disk) };
  };
  try {
    const found = look();
    if (!found.isOutside) return found;
  } catch {
    // Read again below.
  }
  return look();
}

/** Both without links. */
export function isOutside(location: string, folder: string): boolean {
  return !location.startsWith(folder + sep);
}

/**
 * The kubelet, and drivers that do as it does, put each version into a folder whose name begins with two dots, and nothing
 * else has such a name. So the rest of a path is the same in every version.
 */
export function skipVersions(location: string): string {
  return location
    .split(sep)
    .filter((name) => !name.startsWith('..'))
    .join(sep);
}

function isStray(location: string, { path, leadsTo }: FolderBound, disk: Pick<Disk, 'locate'>): boolean {
  const folder = disk.locate(path);
  return skipVersions(folder) !== leadsTo || isOutside(location, folder);
}
