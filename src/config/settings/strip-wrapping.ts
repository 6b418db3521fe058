import { stripResidue } from './strip-residue.ts';

/**
 * Also removes blanks and quotes around a value that can hold neither: a URL, a list of keys. A quote that stands on one
 * side only stays, and becomes a fault of the value.
 */
export function stripWrapping(text: string): string {
  const bare = stripResidue(text).trim();
  const isQuoted = bare.length > 1 && /^["']/.test(bare) && bare.at(-1) === bare[0];
  return isQuoted ? bare.slice(1, -1).trim() : bare;
}
