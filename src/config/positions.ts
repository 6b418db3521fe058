import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarStyle } from 'js-yaml';
import type { FilePath, SourceFile, Spot, Where } from './places.ts';

/** A record of the provider file is seven levels deep. */
export const MAX_DEPTH = 16;

interface Position {
  /** Offset of the name; that of the value in a list. */
  readonly name: number;
  readonly value: number;
}

export interface PositionIndex {
  readonly byPath: ReadonlyMap<string, Position>;
  /** Offsets of names that stand in their mapping for the second time. */
  readonly repeated: readonly number[];
}

/**
 * Works out where a spot is, as `file:line:column`. Nothing is computed before the first question about a file: a
 * sound configuration of ten thousand tenants pays nothing for it.
 * @param definedIn the files that define a record or tenant, the last one overriding
 */
export function createLocator(
  files: readonly SourceFile[],
  definedIn: ReadonlyMap<string, readonly SourceFile[]>,
): (where: Where) => string {
  const indexOf = remember((file: SourceFile) => tryToIndex(file.text));
  const linesOf = remember((file: SourceFile) => findLineStarts(file.text));
  const format = (file: SourceFile, offset: number): string => {
    const starts = linesOf(file);
    const line = countUpTo(starts, offset);
    return `${file.name}:${line}:${offset - (starts[line - 1] ?? 0) + 1}`;
  };
  const lookUp = (where: Spot, path: FilePath): string | undefined => {
    const candidates = where.file ? [where.file] : (definedIn.get(toKey(path.slice(0, 2))) ?? []);
    for (const file of candidates.toReversed()) {
      const position = indexOf(file).byPath.get(toKey(path));
      if (position) return format(file, where.part === 'name' ? position.name : position.value);
    }
    return undefined;
  };
  return (where) => {
    if (typeof where === 'string') return where;
    if (where.offset !== undefined && where.file) return format(where.file, where.offset);
    for (const path of withParents(where.paths)) {
      const place = lookUp(where, path);
      if (place !== undefined) return place;
    }
    const file = where.file ?? files.at(-1);
    return file ? `${file.name}:1:1` : `built-in record ${where.paths[0]?.[1] ?? ''}`;
  };
}

/** The places themselves, then the nearest around each of them. */
function* withParents(paths: readonly FilePath[]): Generator<FilePath> {
  yield* paths;
  for (const path of paths) {
    for (let length = path.length - 1; length > 0; length -= 1) yield path.slice(0, length);
  }
}

function remember<T>(compute: (file: SourceFile) => T): (file: SourceFile) => T {
  const known = new Map<SourceFile, T>();
  return (file) => {
    const value = known.get(file) ?? compute(file);
    known.set(file, value);
    return value;
  };
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + lineEnd.length);
  return starts;
}

/** How many of the ascending numbers are at most this one, by halving. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tryToIndex(text: string): PositionIndex {
  try {
    return indexPositions(text);
  } catch {
    return { byPath: new Map(), repeated: [] };
  }
}

interface Frame {
  readonly kind: 'document' | 'mapping' | 'list';
  readonly path: string;
  readonly seen: Set<string>;
  /** Of a mapping, while its value is awaited. */
  name?: { readonly text: string; readonly offset: number } | undefined;
  /** Of a list. */
  next: number;
}

/**
 * Where each name and value stands.
 * @throws YAMLException when the text is not YAML
 */
export function indexPositions(text: string): PositionIndex {
  const byPath = new Map<string, Position>();
  const repeated: number[] = [];
  const frames: Frame[] = [];
  for (const event of parseEvents(text, { maxDepth: MAX_DEPTH })) {
    if (event.type === EVENT_ID.DOCUMENT) {
      frames.push({ kind: 'document', path: '', seen: new Set(), next: 0 });
      continue;
    }
    if (event.type === EVENT_ID.POP) {
      frames.pop();
      continue;
    }
    const parent = frames.at(-1);
    const offset = startOf(event);
    let path = '';
    if (parent?.kind === 'mapping') {
      if (parent.name === undefined) {
        const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
        parent.name = { text: name, offset: offset ?? 0 };
        if (event.type === EVENT_ID.SCALAR) continue;
      } else {
        path = join(parent.path, parent.name.text);
        if (parent.seen.has(path)) repeated.push(parent.name.offset);
        parent.seen.add(path);
        byPath.set(path, { name: parent.name.offset, value: offset ?? parent.name.offset });
        parent.name = undefined;
      }
    } else if (parent?.kind === 'list') {
      path = join(parent.path, String(parent.next));
      parent.next += 1;
      byPath.set(path, { name: offset ?? 0, value: offset ?? 0 });
    }
    if (event.type === EVENT_ID.MAPPING) frames.push({ kind: 'mapping', path, seen: new Set(), next: 0 });
    if (event.type === EVENT_ID.SEQUENCE) frames.push({ kind: 'list', path, seen: new Set(), next: 0 });
  }
  return { byPath, repeated };
}

const QUOTED: ReadonlySet<ScalarStyle> = new Set([SCALAR_STYLE.SINGLE_QUOTED, SCALAR_STYLE.DOUBLE_QUOTED]);

/** @returns undefined for a value that is not written, as in `name:` */
function startOf(event: Exclude<Event, { type: 1 | 6 }>): number | undefined {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  if (event.valueStart < 0) return undefined;
  return QUOTED.has(event.style) ? event.valueStart - 1 : event.valueStart;
}

/** A character that no name of ours holds. */
const SEPARATOR = '\0';

function join(path: string, name: string): string {
  return path === '' ? name : `${path}${SEPARATOR}${name}`;
}

/** How a path is looked up. */
export function toKey(path: FilePath): string {
  return path.join(SEPARATOR);
}
