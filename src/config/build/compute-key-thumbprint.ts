import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** RFC 7638: a name that everybody who has the public key can compute, as many servers do for a key without a name. */
export function computeKeyThumbprint(privateKey: KeyObject): string {
  const { crv, e, kty, n, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  // The members that the kind of key must have, in the order of their names.
  const members = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
