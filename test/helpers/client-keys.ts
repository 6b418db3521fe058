import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { computeKeyThumbprint } from '../../src/config/build/compute-key-thumbprint.ts';
import type { PublicKey } from '../../src/sandbox/sandbox.ts';

export type KeyKind = 'rsa' | 'p256';

/** A key pair of a client, as an operator has it: a file in PEM. */
export interface ClientKeyFiles {
  readonly file: string;
  readonly pem: string;
  readonly publicKey: KeyObject;
  /** For a server that gets the key registered. */
  readonly jwk: PublicKey;
}

export function createKeyPem(kind: KeyKind = 'rsa', type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string {
  const { privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type, format: 'pem' } as { type: 'pkcs8'; format: 'pem' }).toString();
}

export function createClientKey(folder: string, name: string, kind: KeyKind = 'rsa'): ClientKeyFiles {
  const pem = createKeyPem(kind);
  const file = join(folder, `${name}.key`);
  writeFileSync(file, pem);
  const publicKey = createPublicKey(pem);
  const kid = computeKeyThumbprint(createPrivateKey(pem));
  return { file, pem, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } as PublicKey };
}

/**
 * A certificate of a key, made by openssl.
 * @returns its PEM; undefined when this machine has no openssl
 */
export function createClientCertificate(keyFile: string, days = 30): string | undefined {
  try {
    return execFileSync(
      'openssl',
      ['req', '-x509', '-key', keyFile, '-days', String(days), '-subj', '/CN=domi'],
      {
        encoding: 'utf8',
        stdio: 'pipe',
      },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
