import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../config/files/make-folder.ts';
import { createCertificateRequest } from './keys/certificate-request.ts';
import { createSelfSignedCertificate } from './keys/self-signed-certificate.ts';

export type KeyType = 'rsa' | 'p256';

export interface KeyOrder {
  readonly folder: string;
  readonly type: KeyType;
  /** In request and certificate. */
  readonly commonName: string;
  /** Validity of a self-signed certificate; undefined: none is made. */
  readonly days: number | undefined;
  readonly now: Date;
}

/** Paths of what was made. */
export interface MadeKey {
  readonly key: string;
  readonly request: string;
  readonly publicKey: string;
  readonly certificate: string | undefined;
}

/** 3,072 bits are recommended beyond 2030 (NIST SP 800-57 part 1); signing takes 1 ms. */
const RSA_BITS = 3072;

/**
 * Makes a private key and what a provider gets of it. The key goes into a file that only its owner may read, and nowhere
 * else.
 * @throws Error with a `code` of Node when a file is there already, or cannot be written
 */
export function makeKey({ folder, type, commonName, days, now }: KeyOrder): MadeKey {
  const { privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  makeFolder(folder, 0o700);
  // First, so that an existing key ends everything.
  const key = write(folder, 'client.key', toPem(privateKey), 0o600);
  return {
    key,
    request: write(folder, 'client.csr', createCertificateRequest(privateKey, commonName)),
    publicKey: write(folder, 'client.pub', toPem(createPublicKey(privateKey))),
    certificate:
      days === undefined
        ? undefined
        : write(folder, 'client.crt', createSelfSignedCertificate(privateKey, commonName, now, days)),
  };
}

function toPem(key: KeyObject): string {
  return key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
}

/** Never replaces a file: it may be the key in use. */
function write(folder: string, name: string, content: string, mode = 0o644): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode, flag: 'wx' });
  return path;
}
