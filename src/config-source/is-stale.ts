import { type PackedPairs, readPairs } from './packed-pairs.ts';
import { signPath } from './sign-path.ts';

/** Whether any of these paths has another signature now. */
export function isStale(signatures: PackedPairs): boolean {
  for (const [path, signature] of readPairs(signatures)) {
    if (signPath(path) !== signature) return true;
  }
  return false;
}
