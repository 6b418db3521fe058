import type { KeyObject } from 'node:crypto';
import { encode, encodeInteger } from './der.ts';
import { encodeName, exportPublicKey, signStructure } from './signed-structure.ts';

/** PKCS #10 (RFC 2986), which a certificate authority signs. */
export function createCertificateRequest(key: KeyObject, commonName: string): string {
  const content = encode(
    'sequence',
    encodeInteger(Buffer.from([0])),
    encodeName(commonName),
    exportPublicKey(key),
    encode('attributes'),
  );
  return signStructure(content, key, 'CERTIFICATE REQUEST');
}
