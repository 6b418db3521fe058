/** What the content of a key or certificate file looks like, before anybody tries to open it. */
export type KeyFileFormat = 'empty' | 'pem' | 'java-key-store' | 'der' | 'unknown';

/** First bytes of JKS and JCEKS. */
const JAVA_KEY_STORES: readonly number[] = [0xfeed_feed, 0xcece_cece];

export function detectKeyFileFormat(bytes: Buffer): KeyFileFormat {
  if (bytes.length < 4) return bytes.length === 0 ? 'empty' : 'unknown';
  if (JAVA_KEY_STORES.includes(bytes.readUInt32BE(0))) return 'java-key-store';
  if (bytes.includes('-----BEGIN ')) return 'pem';
  // A sequence of ASN.1: PKCS #12, or a key or certificate that is not in PEM.
  return bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80 ? 'der' : 'unknown';
}

/** Lists the labels of the PEM blocks: `CERTIFICATE`, `RSA PRIVATE KEY` (RFC 7468). */
export function listPemLabels(bytes: Buffer): string[] {
  const labels = bytes.toString('latin1').matchAll(/-----BEGIN ([A-Z0-9 ]{1,60})-----/g);
  return [...labels].map(([, label = '']) => label);
}
