import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly key: string;
  readonly cert: string;
  /** Key and certificate in one file, with the password `the-password`. */
  readonly pfx: string;
}

export const OPENSSL_MISSING = 'openssl is not installed';

/**
 * A certificate for localhost, valid for two days. `openssl` makes what Node cannot.
 * @returns paths in the folder, or undefined when this machine has no openssl
 */
export function createCertificate(folder: string): CertificateFiles | undefined {
  const [key, cert, pfx] = ['key.pem', 'cert.pem', 'both.p12'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const openssl = (args: string): void => void execFileSync('openssl', args.split(' '), { stdio: 'pipe' });
  try {
    openssl(`req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout ${key} -out ${cert}`);
    openssl(`pkcs12 -export -inkey ${key} -in ${cert} -passout pass:the-password -out ${pfx}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { key, cert, pfx };
}

/** The settings with which a service has this certificate on both ports. */
export function toTlsEnvironment({ key, cert }: CertificateFiles): Record<string, string> {
  return { TLSFile: key, PEMCert: cert, TLSType: 'pem' };
}
