import type { FilePath } from './place.ts';

/** A character that no name of ours holds. */
export const SEPARATOR = '\0';

/** How a path is looked up. */
export function toPathKey(path: FilePath): string {
  return path.join(SEPARATOR);
}
