/**
 * Many short texts in one. One text passes from one thread to another in a twentieth of the time of a list or a map, which takes
 * 60 ms of the event loop for the files of 50,000 tenants.
 */
export type PackedTexts = string;

/** Occurs in no path, id or digest. */
const SEPARATOR = '\0';

export function packTexts(texts: Iterable<string>): PackedTexts {
  return [...texts].join(SEPARATOR);
}

/** One text at a time. */
export function* readTexts(packed: PackedTexts): Generator<string, undefined> {
  for (let start = 0; start < packed.length; ) {
    const found = packed.indexOf(SEPARATOR, start);
    const end = found < 0 ? packed.length : found;
    yield packed.slice(start, end);
    start = end + 1;
  }
  return undefined;
}
