import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

/**
 * Finds when our certificate expires, in PFX or PEM. Node has no parser for PFX, so this asks an unconnected TLS socket
 * for its certificate.
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
