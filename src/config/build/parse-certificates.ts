import { X509Certificate } from 'node:crypto';
import { unfoldLines } from './parse-client-key.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** @returns every certificate of a PEM text, or a fault that continues the name of the source */
export function parseCertificates(text: string): readonly X509Certificate[] | { readonly fault: string } {
  const blocks = unfoldLines(text).match(BLOCK) ?? [];
  if (blocks.length === 0)
    return { fault: 'is not a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----' };
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return { fault: 'has a certificate that cannot be read: it is damaged or cut off' };
  }
}
