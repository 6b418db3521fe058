import type { Disk } from '../files/disk.ts';
import { readErrorCode } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { findPemFaults } from './find-pem-faults.ts';
import { findPfxFault } from './find-pfx-fault.ts';
import { detectKeyFileFormat } from './key-file-format.ts';
import { showPath } from './read-secret-file.ts';

/** Key and certificate for HTTPS on both ports, in the names of `tls.createSecureContext`. */
export type TlsOptions =
  | { readonly pfx: Buffer; readonly passphrase?: string }
  | { readonly key: Buffer; readonly cert: Buffer; readonly passphrase?: string };

type TlsType = 'pfx' | 'pem';

/**
 * As in DOMI 1.x: TLS is on if `TLSFile` is set. For PEM it is the file of the key, and `PEMCert` that of the
 * certificate. The word `null`, the documented default of 1.x, counts as not set.
 */
export function readTls(
  environment: Environment,
  password: string | undefined,
  faults: FaultList,
  disk: Disk,
): TlsOptions | undefined {
  const file = dropNull(environment.TLSFile);
  const pemCert = dropNull(environment.PEMCert);
  const passphrase = dropNull(password);
  const given = dropNull(environment.TLSType);
  const type = readType(given, faults);
  if (file === undefined) {
    findHalfSet({ TLSType: given, PEMCert: pemCert, TLSPassword: passphrase }, faults);
    return undefined;
  }
  if (type === 'pem' && pemCert === undefined)
    faults.add('PEMCert', 'must name the certificate file when TLSType is pem');
  const main = readBinary(file, 'TLSFile', faults, disk);
  const cert = type === 'pem' && pemCert ? readBinary(pemCert, 'PEMCert', faults, disk) : undefined;
  if (main === undefined) return undefined;

  const secret = passphrase === undefined ? {} : { passphrase };
  if (type === 'pem') {
    if (cert === undefined) return undefined;
    const options = { key: main, cert, ...secret };
    const found = findPemFaults(options, { key: showFile(file), cert: showFile(pemCert ?? '') });
    for (const { where, message } of found) faults.add(where, message);
    return found.length === 0 ? options : undefined;
  }
  if (type === undefined) return undefined;
  const options = { pfx: main, ...secret };
  const found = findPfxFault(options, showFile(file));
  if (found) faults.add(found.where, found.message);
  else if (pemCert)
    faults.warn('', 'PEMCert is set, but not used: TLSType is pfx, and the PFX has the certificate');
  return found ? undefined : options;
}

function dropNull(text: string | undefined): string | undefined {
  return text === '' || text?.toLowerCase() === 'null' ? undefined : text;
}

/** Without this, the service would serve plain http, and nobody would notice. */
function findHalfSet(others: Readonly<Record<string, string | undefined>>, faults: FaultList): void {
  const names = Object.keys(others).filter((name) => others[name] !== undefined);
  if (names.length === 0) return;
  const list =
    names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are` : `${names[0]} is`;
  faults.add(
    'TLSFile',
    `is not set, but ${list}: name the PFX, or the file of the key; for plain http remove the others`,
  );
}

function readType(text: string | undefined, faults: FaultList): TlsType | undefined {
  const type = text?.toLowerCase() ?? 'pfx';
  if (type === 'pfx' || type === 'pem') return type;
  faults.add(
    'TLSType',
    'must be pfx or pem (convert a Java key store: keytool -importkeystore -srckeystore domi.jks -destkeystore domi.p12 -deststoretype pkcs12)',
  );
  return undefined;
}

function readBinary(path: string, where: string, faults: FaultList, disk: Disk): Buffer | undefined {
  try {
    const bytes = disk.read(path);
    if (detectKeyFileFormat(bytes) !== 'empty') return bytes;
    faults.add(where, `${showFile(path)} is empty`);
  } catch (error) {
    faults.add(where, `cannot read ${showFile(path)} (${readErrorCode(error)})`);
  }
  return undefined;
}

/** Shows a path, or a name with an ending of such files, but nothing that may be a key or a password itself. */
function showFile(path: string): string {
  return /^[\w.-]{1,60}\.(pem|key|crt|cer|p12|pfx|jks)$/i.test(path) ? path : showPath(path);
}
