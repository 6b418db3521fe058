import { closest, distance } from 'fastest-levenshtein';

/** @returns the known name that was probably meant */
export function findSimilar(name: string, known: readonly string[]): string | undefined {
  // The cost grows with both lengths, and a name of a kilobyte is not a typing error.
  if (known.length === 0 || name.length > 64) return undefined;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const best = closest(plain(name), known.map(plain));
  const index = known.map(plain).indexOf(best);
  return distance(plain(name), best) <= Math.max(1, Math.floor(best.length / 4)) ? known[index] : undefined;
}
