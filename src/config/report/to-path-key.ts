import type { FilePath } from './place.ts';

/** A character that does not occur in our names. */
export const SEPARATOR = '\0';

/** @returns the key of a path in maps */
export function toPathKey(path: FilePath): string {
  return path.join(SEPARATOR);
}
