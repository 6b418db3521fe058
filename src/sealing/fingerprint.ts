import { type Context, createDerivation } from './derivation.ts';
import type { SealKey } from './seal-keys.ts';

/**
 * Computes the fingerprints of a secret: keyed hashes that name it without revealing it. Replicas with the same keys
 * compute the same ones, and nobody can test guesses without the keys.
 * @returns one for each key of the ring, in the order of the keys. During a rotation the first key differs between
 *   replicas, so a lookup must try all fingerprints.
 */
export type Fingerprint = (context: Context, secret: string) => Names;

/** The fingerprints of one secret, at least one, each 43 characters of base64url. */
export type Names = readonly [string, ...string[]];

/** @throws RangeError when the ring is empty */
export function createFingerprint(ring: readonly SealKey[]): Fingerprint {
  const [first, ...others] = ring.map(createDerivation);
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  return (context, secret) => {
    const bound: Context = ['domi name', ...context, secret];
    return [first.text(bound), ...others.map((derivation) => derivation.text(bound))];
  };
}
