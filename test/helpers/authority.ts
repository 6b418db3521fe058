import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority of a company, which nobody else knows. */
export interface Authority {
  /** Path of its certificate. */
  readonly file: string;
  readonly cert: string;
  /** Its own key and certificate, which is signed by itself. */
  readonly self: ServerCertificate;
  /** @param hosts as `subjectAltName` lists them, such as `DNS:localhost,IP:127.0.0.1` */
  issue(hosts: string, days?: 'valid' | 'expired'): ServerCertificate;
}

const CONFIG = (folder: string): string => `
[ca]
default_ca = own
[own]
new_certs_dir = ${folder}/issued
database = ${folder}/index
serial = ${folder}/serial
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

/**
 * @param folder empty
 * @returns undefined when this machine has no openssl
 */
export function createAuthority(folder: string): Authority | undefined {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const [file, key, config] = [at('ca.pem'), at('ca-key.pem'), at('ca.cnf')];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  mkdirSync(at('issued'));
  writeFileSync(at('index'), '');
  writeFileSync(at('serial'), '1000\n');
  writeFileSync(config, CONFIG(folder));
  try {
    openssl('req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Company CA', '-keyout', key, '-out', file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  let count = 0;
  return {
    file,
    cert: readFileSync(file, 'utf8'),
    self: { key: readFileSync(key, 'utf8'), cert: readFileSync(file, 'utf8') },
    issue(hosts, days = 'valid') {
      count += 1;
      const [ownKey, request, cert] = [at(`${count}-key.pem`), at(`${count}.csr`), at(`${count}.pem`)];
      const names = ['-subj', `/CN=server ${count}`, '-addext', `subjectAltName=${hosts}`];
      openssl('req', '-new', ...newKey, ...names, '-keyout', ownKey, '-out', request);
      const dates =
        days === 'valid' ? ['-days', '1'] : ['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'];
      const signing = ['-batch', '-notext', '-config', config, '-cert', file, '-keyfile', key];
      openssl('ca', ...signing, ...dates, '-in', request, '-out', cert);
      return { key: readFileSync(ownKey, 'utf8'), cert: readFileSync(cert, 'utf8') };
    },
  };
}
