import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from '../../oauth/client-credential.ts';

export interface ParsedClientKey {
  /** PKCS #8 in PEM, whatever form the file has. */
  readonly privateKey: string;
  readonly algorithm: SigningAlgorithm;
  readonly key: KeyObject;
}

/** Bits. Providers and RFC 7518 section 3.3 refuse shorter keys. */
const MIN_RSA_BITS = 2048;

const RSA_ALGORITHM: SigningAlgorithm = 'PS256';

/**
 * Parses a private key and decides how it signs.
 * @param wanted what the record says
 * @returns a fault that continues the name of the source; it never quotes the key
 */
export function parseClientKey(
  text: string,
  wanted: SigningAlgorithm | undefined,
): ParsedClientKey | { readonly fault: string } {
  const pem = unfoldLines(text);
  const shape = findShapeFault(pem);
  if (shape !== undefined) return { fault: shape };
  try {
    const key = createPrivateKey(pem);
    const fault = findKindFault(key, wanted);
    if (fault !== undefined) return { fault };
    const algorithm = key.asymmetricKeyType === 'ec' ? 'ES256' : (wanted ?? RSA_ALGORITHM);
    return { privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(), algorithm, key };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { fault: `is not a readable private key: it is damaged or cut off (${code})` };
  }
}

/** Variables often have `\n` in place of line ends, which PEM itself never has. */
export function unfoldLines(text: string): string {
  return text.includes('\n') ? text : text.replaceAll('\\n', '\n');
}

function findShapeFault(pem: string): string | undefined {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem))
    return 'is encrypted: store the key without a password, where only this service can read it';
  const keys = pem.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----/g) ?? [];
  // Only the first would be read, and nobody would notice before a roll-over.
  if (keys.length > 1)
    return `holds ${keys.length} private keys: store each in a file of its own, and list them`;
  if (keys.length === 1) return undefined;
  if (/-----BEGIN CERTIFICATE-----/.test(pem)) return 'holds a certificate and no private key';
  if (/-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem)) return 'holds a public key and no private key';
  return 'is not a private key in PEM, which begins with -----BEGIN PRIVATE KEY-----';
}

function findKindFault(key: KeyObject, wanted: SigningAlgorithm | undefined): string | undefined {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details = {} } = key;
  const { modulusLength = 0, namedCurve = '' } = details;
  switch (type) {
    case 'rsa':
      if (modulusLength < MIN_RSA_BITS)
        return `is an RSA key of ${modulusLength} bits: it needs ${MIN_RSA_BITS}`;
      return wanted === 'ES256' ? 'is an RSA key, which cannot sign with ES256' : undefined;
    case 'ec':
      if (namedCurve !== 'prime256v1') return `is on the curve ${namedCurve}: ES256 needs P-256`;
      return wanted === undefined || wanted === 'ES256'
        ? undefined
        : `is a P-256 key, which cannot sign with ${wanted}`;
    case 'rsa-pss':
      return 'is bound to RSASSA-PSS: make a plain RSA key, which signs with PS256 as well';
    default:
      return `is a key of the kind ${type}: make an RSA key or a P-256 key`;
  }
}
