/**
 * Names and values in one text. A text passes from one thread to another in a twentieth of the time of a map, which takes 60 ms
 * of the event loop for the files of 50,000 tenants.
 */
export type PackedPairs = string;

/** Occurs in no path, id, signature or digest. */
const SEPARATOR = '\0';

export function packPairs(pairs: Iterable<readonly [name: string, value: string]>): PackedPairs {
  const parts: string[] = [];
  for (const [name, value] of pairs) parts.push(name, value);
  return parts.join(SEPARATOR);
}

/** One pair at a time, so that a reader can pause between two. */
export function* readPairs(packed: PackedPairs): Generator<readonly [name: string, value: string]> {
  let start = 0;
  while (start < packed.length) {
    const middle = packed.indexOf(SEPARATOR, start);
    const found = packed.indexOf(SEPARATOR, middle + 1);
    const end = found < 0 ? packed.length : found;
    yield [packed.slice(start, middle), packed.slice(middle + 1, end)];
    start = end + 1;
  }
}
