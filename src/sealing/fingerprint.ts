import { type Context, createDerivation } from './derive.ts';
import type { SealKey } from './seal-keys.ts';

/**
 * Names a secret without telling it: derived from a seal key, so that replicas with the same keys agree and nobody
 * else can try out guesses.
 * @returns one name for each key of the ring, that of the first key first; while keys are rotated replicas differ
 *   in which comes first, so whoever looks something up has to try them all
 */
export type Fingerprint = (context: Context, secret: string) => Names;

/** At least one, base64url. */
export type Names = readonly [string, ...string[]];

export function createFingerprint(ring: readonly SealKey[]): Fingerprint {
  const [first, ...others] = ring.map(createDerivation);
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  return (context, secret) => {
    const bound: Context = ['domi name', ...context, secret];
    return [first.text(bound), ...others.map((derivation) => derivation.text(bound))];
  };
}
