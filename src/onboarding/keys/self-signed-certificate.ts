import { type KeyObject, randomBytes } from 'node:crypto';
import { encode, encodeInteger, encodeTime } from './der.ts';
import { encodeAlgorithm, encodeName, exportPublicKey, signStructure } from './signed-structure.ts';

const DAY = 86_400_000;

/**
 * X.509 version 1 (RFC 5280 section 4.1): without extensions, since the provider that gets it uploaded takes the public key
 * and the dates from it.
 */
export function createSelfSignedCertificate(
  key: KeyObject,
  commonName: string,
  from: Date,
  days: number,
): string {
  const name = encodeName(commonName);
  const until = new Date(from.getTime() + days * DAY);
  // Positive, and at most 20 bytes (section 4.1.2.2).
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const content = encode(
    'sequence',
    encodeInteger(serial),
    encodeAlgorithm(key),
    name,
    encode('sequence', encodeTime(from), encodeTime(until)),
    name,
    exportPublicKey(key),
  );
  return signStructure(content, key, 'CERTIFICATE');
}
