import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

/**
 * When the own certificate ends, PFX or PEM. Node reads no PFX by itself, so a socket that is never connected is asked
 * for the certificate that it would show.
 */
export function readCertificateExpiry(tls: SecureContextOptions): Date | undefined {
  const nowhere = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const socket = new TLSSocket(nowhere, { isServer: true, secureContext: createSecureContext(tls) });
  try {
    const { validTo } = socket.getX509Certificate() ?? {};
    return validTo === undefined ? undefined : new Date(validTo);
  } finally {
    socket.destroy();
  }
}
