import { type Context, createDerivation } from './derivation.ts';
import type { SealKey } from './seal-keys.ts';

/**
 * Gives the fingerprints of a secret: keyed hashes that name it without revealing it. Replicas with the same keys get
 * the same ones, and without the keys nobody can try out guesses.
 * @returns one for each key of the ring, that of the first key first. During a rotation of keys the first one differs
 *   between replicas, so a lookup must try all of them.
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
