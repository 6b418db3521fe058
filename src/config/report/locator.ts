import type { FilePath, SourceFile, Spot, Where } from './place.ts';
import { indexPositions, type PathPosition, type PositionIndex } from './position-index.ts';
import { toPathKey } from './to-path-key.ts';

/**
 * Computes the place of a spot as `file:line:column`. It indexes a file only when the first spot in it is requested, so
 * a valid configuration of ten thousand tenants costs nothing.
 * @param definedIn the files that define a record or tenant, the last one overriding
 * @param places what will be asked for; undefined: anything
 */
export function createLocator(
  files: readonly SourceFile[],
  definedIn: ReadonlyMap<string, readonly SourceFile[]>,
  places?: Iterable<Where>,
): (where: Where) => string {
  const wanted = places && listRecords(places);
  const indexOf = remember((file: SourceFile) => tryToIndex(file.text, file.at ? undefined : wanted));
  const linesOf = remember((file: SourceFile) => findLineStarts(file.text));
  const findPosition = (file: SourceFile, path: FilePath): PathPosition | undefined => {
    const inFile = path.slice(file.at?.length ?? 0);
    return inFile.length === 0 ? START : indexOf(file).byPath.get(toPathKey(inFile));
  };
  const format = (file: SourceFile, offset: number): string => {
    const starts = linesOf(file);
    const line = countUpTo(starts, offset);
    return `${file.name}:${line}:${offset - (starts[line - 1] ?? 0) + 1}`;
  };
  const lookUp = (where: Spot, path: FilePath): string | undefined => {
    const candidates = where.file ? [where.file] : (definedIn.get(toPathKey(path.slice(0, 2))) ?? []);
    for (const file of candidates.toReversed()) {
      const position = findPosition(file, path);
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

/** Where the content of a file begins. */
const START: PathPosition = { name: 0, value: 0 };

/** @returns keys of the records and tenants that the places are in */
function listRecords(places: Iterable<Where>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const where of places) {
    if (typeof where === 'string') continue;
    for (const path of where.paths) keys.add(toPathKey(path.slice(0, 2)));
  }
  return keys;
}

/** Yields the paths themselves, then their parents, the nearest first. */
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

/** Binary search: how many of the ascending numbers are at most `limit`. */
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

function tryToIndex(text: string, wanted: ReadonlySet<string> | undefined): PositionIndex {
  try {
    return indexPositions(text, wanted);
  } catch {
    return { byPath: new Map(), repeated: [] };
  }
}
