import { createSecureContext } from 'node:tls';
import { type Disk, readErrorCode } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';

/** Key and certificate for HTTPS on both ports, in the names of `tls.createSecureContext`. */
export type TlsOptions =
  | { readonly pfx: Buffer; readonly passphrase?: string }
  | { readonly key: Buffer; readonly cert: Buffer; readonly passphrase?: string };

/**
 * As in DOMI 1.x: TLS is on if `TLSFile` is set. For PEM it is the file of the key, and `PEMCert` that of the
 * certificate.
 */
export function readTls(
  environment: Environment,
  passphrase: string | undefined,
  faults: FaultList,
  disk: Disk,
): TlsOptions | undefined {
  const file = environment.TLSFile;
  if (!file) return undefined;
  const type = environment.TLSType || 'pfx';
  if (type !== 'pfx' && type !== 'pem') {
    faults.add(
      'TLSType',
      'must be pfx or pem (convert a Java key store: keytool -importkeystore -deststoretype pkcs12)',
    );
    return undefined;
  }
  const certificate = environment.PEMCert;
  if (type === 'pem' && !certificate) {
    faults.add('PEMCert', 'must name the certificate file when TLSType is pem');
    return undefined;
  }
  const main = readBinary(file, 'TLSFile', faults, disk);
  const cert = type === 'pem' && certificate ? readBinary(certificate, 'PEMCert', faults, disk) : undefined;
  if (main === undefined || (type === 'pem' && cert === undefined)) return undefined;
  const options: TlsOptions = {
    ...(cert ? { key: main, cert } : { pfx: main }),
    ...(passphrase !== undefined && { passphrase }),
  };
  return isUsable(options, faults) ? options : undefined;
}

/** Tests the files now: otherwise the first handshake, and so a user, would discover a wrong password. */
function isUsable(options: TlsOptions, faults: FaultList): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    faults.add(
      'TLSFile',
      `cannot be used (${code ?? 'wrong password or format'}); see TLSType, TLSPassword, PEMCert`,
    );
    return false;
  }
}

function readBinary(path: string, where: string, faults: FaultList, disk: Disk): Buffer | undefined {
  try {
    return disk.read(path);
  } catch (error) {
    faults.add(where, `cannot read ${path} (${readErrorCode(error)})`);
    return undefined;
  }
}
