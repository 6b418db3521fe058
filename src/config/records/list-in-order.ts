import type { SourceFile } from '../report/place.ts';
import { indexPositions } from '../report/position-index.ts';
import { SEPARATOR } from '../report/to-path-key.ts';

/**
 * Lists the members of a section in the order of the text. JavaScript lists names of digits alone first, by their number, so
 * their order is read again; such files are rare.
 */
export function listInOrder<T>(
  members: Readonly<Record<string, T>>,
  section: string,
  file: SourceFile,
): [name: string, member: T][] {
  const entries = Object.entries(members);
  const [first] = entries;
  // A file of one member has no order.
  if (first === undefined || !/^\d+$/.test(first[0]) || entries.length === 1) return entries;
  const ranks = new Map<string, number>();
  for (const path of indexPositions(file.text, new Set()).byPath.keys()) {
    const [head, name] = path.split(SEPARATOR);
    if (head === section && name !== undefined) ranks.set(toName(name, members), ranks.size);
  }
  const rankOf = ([name]: readonly [string, T]): number => ranks.get(name) ?? ranks.size;
  return entries.sort((one, other) => rankOf(one) - rankOf(other));
}

/** A name of YAML may be a number in another notation, such as `0x14`. */
function toName(text: string, members: object): string {
  return Object.hasOwn(members, text) ? text : String(Number(text));
}
