import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsFault } from './find-pfx-fault.ts';
import { detectKeyFileFormat, listPemLabels } from './key-file-format.ts';

export interface PemOptions {
  readonly key: Buffer;
  readonly cert: Buffer;
  readonly passphrase?: string;
}

/** Paths, if they are safe to show. */
export interface ShownPaths {
  readonly key: string;
  readonly cert: string;
}

/** Tried with OpenSSL 3.0; the password comes from the variable, so that it is in no command line. */
const CONVERT_KEY =
  'openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -passin env:TLSPassword -passout env:TLSPassword -out domi.key -provider legacy -provider default';

const ANY_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Finds what is wrong with a key and a certificate in PEM, each alone and both together. */
export function findPemFaults(options: PemOptions, shown: ShownPaths): TlsFault[] {
  const formats = findFormatFaults(options, shown);
  if (formats.length > 0) return formats;
  const key = openKey(options, shown);
  const certificates = openCertificates(options.cert, shown);
  const alone = [key, certificates].filter((result) => 'where' in result);
  if (alone.length > 0) return alone;
  return findPairFaults(options, key as KeyObject, certificates as X509Certificate[], shown);
}

function findFormatFaults({ key, cert }: PemOptions, shown: ShownPaths): TlsFault[] {
  const isKey = (label: string): boolean => label.endsWith('PRIVATE KEY');
  const isCertificate = (label: string): boolean => label === 'CERTIFICATE';
  const [inKey, inCert] = [listPemLabels(key), listPemLabels(cert)];
  if (!inKey.some(isKey) && inKey.some(isCertificate) && inCert.some(isKey) && !inCert.some(isCertificate))
    return [at('TLSFile', `${shown.key} is the certificate, and PEMCert names the key: swap the two`)];
  const faults: TlsFault[] = [];
  if (!inKey.some(isKey)) faults.push(at('TLSFile', explainFormat(key, shown.key, 'private key')));
  if (!inCert.some(isCertificate)) faults.push(at('PEMCert', explainFormat(cert, shown.cert, 'certificate')));
  return faults;
}

function explainFormat(bytes: Buffer, shown: string, wanted: 'private key' | 'certificate'): string {
  switch (detectKeyFileFormat(bytes)) {
    case 'pem':
      return `${shown} has no ${wanted}, which would begin with -----BEGIN ${wanted === 'certificate' ? 'CERTIFICATE' : 'PRIVATE KEY'}-----`;
    case 'der':
      return wanted === 'certificate'
        ? `${shown} is not PEM: convert it (openssl x509 -inform der -in OLD.cer -out domi.crt)`
        : `${shown} is not PEM: for a PFX (PKCS #12) set TLSType=pfx`;
    case 'java-key-store':
      return `${shown} is a Java key store: convert it (keytool -importkeystore -srckeystore domi.jks -destkeystore domi.p12 -deststoretype pkcs12), and set TLSType=pfx`;
    default:
      return `${shown} is not a PEM file`;
  }
}

function openKey({ key, passphrase }: PemOptions, shown: ShownPaths): KeyObject | TlsFault {
  const isEncrypted = /ENCRYPTED/.test(key.toString('latin1'));
  if (isEncrypted && passphrase === undefined)
    return at('TLSPassword', `is not set, but the key in ${shown.key} is encrypted`);
  try {
    return createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    const { code = 'not well-formed' } = error as NodeJS.ErrnoException;
    if (/BAD_DECRYPT/.test(code)) return at('TLSPassword', `is not the password of the key in ${shown.key}`);
    if (isEncrypted && /UNSUPPORTED/.test(code)) {
      return at(
        'TLSFile',
        `the key in ${shown.key} is encrypted in the old way (DES or RC2), which Node.js refuses. Convert it: ${CONVERT_KEY}`,
      );
    }
    return at('TLSFile', `the key in ${shown.key} cannot be read (${code})`);
  }
}

function openCertificates(cert: Buffer, shown: ShownPaths): X509Certificate[] | TlsFault {
  try {
    const blocks = cert.toString('latin1').match(ANY_CERTIFICATE) ?? [];
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Reported below.
  }
  return at('PEMCert', `a certificate in ${shown.cert} cannot be read: it is damaged or cut off`);
}

function findPairFaults(
  options: PemOptions,
  key: KeyObject,
  certificates: readonly X509Certificate[],
  shown: ShownPaths,
): TlsFault[] {
  const position = certificates.findIndex((certificate) => certificate.checkPrivateKey(key));
  if (position < 0)
    return [at('PEMCert', `the certificate in ${shown.cert} does not belong to the key in ${shown.key}`)];
  if (position > 0) {
    const message = `the certificate of the key is number ${position + 1} in ${shown.cert}: put it first, before those that signed it`;
    return [at('PEMCert', message)];
  }
  try {
    createSecureContext(options);
    return [];
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return [at('TLSFile', `${shown.key} and PEMCert cannot be used (${code})`)];
  }
}

function at(where: TlsFault['where'], message: string): TlsFault {
  return { where, message };
}
