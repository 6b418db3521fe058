import { hash } from 'node:crypto';
import { type Context, createDerivation, type Derivation } from './derivation.ts';
import type { SealKey } from './seal-keys.ts';

/**
 * Computes the fingerprints of a secret: keyed hashes that name it without revealing it. Replicas with the same keys
 * compute the same ones, and nobody can test guesses without the keys.
 * @returns one for each key of the ring, in the order of the keys. During a rotation the first key differs between
 *   replicas, so a lookup must try all fingerprints.
 */
export type Fingerprint = (context: Context, secret: string) => Names;

/**
 * The fingerprints of one secret, at least one. Each is its shard, a dot, and 43 characters of base64url. The shard is the
 * same in all of them, whatever the keys: two characters of base64url that a cluster may place the secret by. They are
 * 12 bits of an unkeyed hash, which tell nothing about a secret that nobody can guess (docs/refresh.md).
 */
export type Names = readonly [string, ...string[]];

const SHARD_LENGTH = 2;

/** @throws RangeError when the ring is empty */
export function createFingerprint(ring: readonly SealKey[]): Fingerprint {
  const [first, ...others] = ring.map(createDerivation);
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  return (context, secret) => {
    const bound: Context = ['domi name', ...context, secret];
    const shard = computeShard(context, secret);
    const name = (derivation: Derivation): string => `${shard}.${derivation.text(bound)}`;
    return [name(first), ...others.map(name)];
  };
}

function computeShard(context: Context, secret: string): string {
  return hash('sha512-256', JSON.stringify(['domi shard', ...context, secret]), 'base64url').slice(
    0,
    SHARD_LENGTH,
  );
}
