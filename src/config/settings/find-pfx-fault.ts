import { createSecureContext } from 'node:tls';
import { detectKeyFileFormat } from './key-file-format.ts';

/** A fault of the TLS files, at the variable that must change. */
export interface TlsFault {
  readonly where: 'TLSFile' | 'PEMCert' | 'TLSPassword';
  readonly message: string;
}

export interface PfxOptions {
  readonly pfx: Buffer;
  readonly passphrase?: string;
}

/** Tried with OpenSSL 3.0; the password comes from the variable, so that it is in no command line. */
const CONVERT_PFX =
  'openssl pkcs12 -legacy -in OLD.p12 -passin env:TLSPassword -passout env:TLSPassword -out domi.pem && ' +
  'openssl pkcs12 -export -in domi.pem -passin env:TLSPassword -passout env:TLSPassword -out domi.p12';

/**
 * Opens a PFX now: otherwise the first handshake, and so a user, would discover a wrong password.
 * @param shown the path, if it is safe to show
 */
export function findPfxFault(options: PfxOptions, shown: string): TlsFault | undefined {
  switch (detectKeyFileFormat(options.pfx)) {
    case 'pem':
      return at(
        'TLSFile',
        `${shown} is a PEM file: set TLSType=pem, and PEMCert to the file of the certificate`,
      );
    case 'java-key-store':
      return at(
        'TLSFile',
        `${shown} is a Java key store: convert it (keytool -importkeystore -srckeystore domi.jks -destkeystore domi.p12 -deststoretype pkcs12)`,
      );
    default:
      return findOpeningFault(options, shown);
  }
}

function findOpeningFault(options: PfxOptions, shown: string): TlsFault | undefined {
  try {
    createSecureContext(options);
    return undefined;
  } catch (error) {
    return explain(error as NodeJS.ErrnoException, options.passphrase !== undefined, shown);
  }
}

/** Node gives some of these errors a text of OpenSSL and no code. None of them repeats content of the file. */
function explain({ code, message }: NodeJS.ErrnoException, hasPassword: boolean, shown: string): TlsFault {
  if (/mac verify/i.test(message)) {
    return hasPassword
      ? at('TLSPassword', `is not the password of ${shown}`)
      : at('TLSPassword', `is not set, but ${shown} has a password`);
  }
  if (code === 'ERR_CRYPTO_UNSUPPORTED_OPERATION') {
    return at(
      'TLSFile',
      `${shown} is encrypted in the old way (RC2 or 40 bits), which Node.js refuses; the password is right. Convert it: ${CONVERT_PFX}`,
    );
  }
  if (/private key/i.test(message))
    return at('TLSFile', `${shown} has no private key: export it again with its key`);
  if (/certificate/i.test(message))
    return at('TLSFile', `${shown} has no certificate: export it again with its certificate`);
  if (code === undefined || /ASN1|PKCS12/i.test(code))
    return at('TLSFile', `${shown} is not a PFX (PKCS #12), or it is cut off`);
  return at('TLSFile', `${shown} cannot be used (${code})`);
}

function at(where: TlsFault['where'], message: string): TlsFault {
  return { where, message };
}
