import { createHmac, hkdfSync } from 'node:crypto';
import type { SealKey } from './seal-keys.ts';
import type { SealContext } from './sealer.ts';

/**
 * Names a secret without telling it: HMAC-SHA-256 under a key derived from a seal key, so that replicas with the same
 * keys agree and nobody else can try out guesses.
 * @returns one name for each key of the ring, that of the first key first; while keys are rotated replicas differ
 *   in which comes first, so whoever looks something up has to try them all
 */
export type Fingerprint = (context: SealContext, secret: string) => Names;

/** At least one, base64url. */
export type Names = readonly [string, ...string[]];

const KEY_OCTETS = 32;

export function createFingerprint(ring: readonly SealKey[]): Fingerprint {
  const [first, ...others] = ring.map(({ secret }) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'domi fingerprint', KEY_OCTETS)),
  );
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  return (context, secret) => {
    // JSON keeps the parts apart: joined text could be cut in more than one way.
    const text = JSON.stringify([...context, secret]);
    const sign = (key: Buffer): string => createHmac('sha256', key).update(text).digest('base64url');
    return [sign(first), ...others.map(sign)];
  };
}
