import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';

/**
 * The part of the file system that configuration is read from. It is an argument, so that validation depends on its
 * arguments alone. Every method throws errors with a `code`: of Node, or a text of ours.
 */
export interface Disk {
  isFolder(path: string): boolean;
  /** Names within a folder. */
  list(path: string): string[];
  /** The path without links. */
  locate(path: string): string;
  /**
   * Reads a regular file: a pipe or a device could block the process or fill its memory.
   * @param limit bytes; 16 MiB by default. A larger file is refused with `TOO_LARGE`.
   */
  read(path: string, limit?: number): Buffer;
  /** Also reads a pipe, as in `domi check <(…)`: waits for whoever writes into it. */
  readPipe(path: string, limit: number): Buffer;
  /** Does the same for a file that a record names. Those of `/proc`, `/sys` and `/dev`, links followed, are refused. */
  readOrdinary(path: string, limit: number): LocatedFile;
  /** Opens a file to append to it, which creates it, and closes it again. A pipe without a reader fails. */
  checkAppend(path: string): void;
}

export interface LocatedFile {
  readonly content: Buffer;
  /** The path that was read, without links. */
  readonly location: string;
}

/** Code of a file beyond the limit. */
export const TOO_LARGE = 'larger than allowed';

/** Code of a pipe, a device or a socket. */
export const NOT_REGULAR = 'not a regular file';

/** Bytes. Far above a Kubernetes object (1 MiB), and small enough for the memory of a pod. */
const LIMIT = 16 * 1024 * 1024;

/** What the kernel shows there is no configuration: the environment of this process, for example. */
const OF_THE_KERNEL = /^\/(proc|sys|dev)(\/|$)/;

export const DISK: Disk = {
  isFolder: (path) => statSync(path).isDirectory(),
  list: (path) => readdirSync(path),
  locate: (path) => realpathSync.native(path),
  read: (path, limit = LIMIT) => withFile(path, (file, size) => readUpTo(file, size, limit)),
  readPipe(path, limit) {
    if (!statSync(path).isFIFO()) return DISK.read(path, limit);
    const file = openSync(path, constants.O_RDONLY);
    try {
      return readUpTo(file, 0, limit);
    } finally {
      closeSync(file);
    }
  },
  readOrdinary: (path, limit) =>
    withFile(path, (file, size) => {
      const location = locateFile(file, path);
      if (OF_THE_KERNEL.test(location)) throw createDiskError('in /proc, /sys or /dev');
      return { content: readUpTo(file, size, limit), location };
    }),
  checkAppend(path) {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants;
    closeSync(openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600));
  },
};

/** @returns a code such as `ENOENT`; the message of Node is not shown, since it repeats the path */
export function readErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

/** @param path to be reported, for a caller that knows a more exact one than was asked for */
export function createDiskError(code: string, path?: string): Error {
  return Object.assign(new Error(code), { code, ...(path !== undefined && { path }) });
}

function withFile<T>(path: string, read: (file: number, size: number) => T): T {
  // Without O_NONBLOCK, opening a pipe waits for somebody who writes into it.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw createDiskError('EISDIR');
    if (!stats.isFile()) throw createDiskError(NOT_REGULAR);
    return read(file, stats.size);
  } finally {
    closeSync(file);
  }
}

/** The size is only a hint: files of the kernel have none, and others grow. */
function readUpTo(file: number, size: number, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  for (let room = Math.min(size, limit) + 1; ; room = Math.min(64 * 1024, limit + 1 - total)) {
    const chunk = Buffer.allocUnsafe(room);
    const count = readSync(file, chunk, 0, room, null);
    if (count > 0) chunks.push(chunk.subarray(0, count));
    total += count;
    if (total > limit) throw createDiskError(TOO_LARGE);
    // A regular file is at its end; a pipe may give more.
    if (count === 0 || (size > 0 && total === size)) break;
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** Linux names the file that is open, whatever has happened to its path since. */
function locateFile(file: number, path: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    return realpathSync.native(path);
  }
}
