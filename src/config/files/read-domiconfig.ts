import { join } from 'node:path';
import { type Disk, readErrorCode, TOO_LARGE } from './disk.ts';

/** A value of a folder of DOMI 1.x, and the file whose value counts. */
export interface OldValue {
  readonly value: unknown;
  readonly file: string;
}

export interface OldConfiguration {
  /** By key, in the order in which the keys appear. */
  readonly values: ReadonlyMap<string, OldValue>;
  /** Files that cannot be read, as `path: message`. */
  readonly faults: readonly string[];
}

/** Bytes. Such a file has a kilobyte. */
const MAX_FILE = 1024 * 1024;

/**
 * Reads `*.json` of a folder as DOMI 1.x does: in the order of the file names, the last file that has a key wins. A
 * single file is read too.
 * @throws Error with a `code` of Node when there is no such folder
 */
export function readDomiconfig(path: string, disk: Disk): OldConfiguration {
  const names = disk.isFolder(path)
    ? disk
        .list(path)
        .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const values = new Map<string, OldValue>();
  const faults: string[] = [];
  for (const file of names) {
    const content = readObject(file, disk);
    if (typeof content === 'string') faults.push(`${file}: ${content}`);
    else for (const [key, value] of Object.entries(content)) values.set(key, { value, file });
  }
  return { values, faults };
}

/** @returns a fault as a text; the message of the parser is not shown, since it repeats the file */
function readObject(file: string, disk: Disk): object | string {
  try {
    const text = disk
      .read(file, MAX_FILE)
      .toString('utf8')
      .replace(/^\ufeff/, '');
    const content: unknown = JSON.parse(withoutComments(text));
    return typeof content === 'object' && content !== null && !Array.isArray(content)
      ? content
      : 'is not a JSON object';
  } catch (error) {
    if (error instanceof SyntaxError) return 'is not JSON';
    const code = readErrorCode(error);
    return code === TOO_LARGE ? 'is larger than 1 MiB' : `cannot be read (${code})`;
  }
}

/** Vert.x allows comments in JSON. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, quoted?: string) => quoted ?? '',
  );
}
