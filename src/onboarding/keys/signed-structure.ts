import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { encode, encodeBitString, encodeObjectIdentifier } from './der.ts';

/** RFC 8017 appendix A.2.4 with NULL, and RFC 5758 section 3.2 without parameters. */
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

const COMMON_NAME = '2.5.4.3';

export function encodeAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec'
    ? encode('sequence', encodeObjectIdentifier(ECDSA_WITH_SHA256))
    : encode('sequence', encodeObjectIdentifier(SHA256_WITH_RSA), encode('null'));
}

/** A distinguished name with a common name alone. */
export function encodeName(commonName: string): Buffer {
  const value = encode('utf8String', Buffer.from(commonName));
  return encode('sequence', encode('set', encode('sequence', encodeObjectIdentifier(COMMON_NAME), value)));
}

export function exportPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** What certificates and requests have in common: content, algorithm, signature. */
export function signStructure(content: Buffer, key: KeyObject, label: string): string {
  const signature = encodeBitString(sign('sha256', content, key));
  const der = encode('sequence', content, encodeAlgorithm(key), signature);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
