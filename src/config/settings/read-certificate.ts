import { X509Certificate } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { TlsOptions } from './read-tls.ts';

/** Reads our own certificate. Node has no parser for PFX, so an unconnected TLS socket is asked for it. */
export function readCertificate(tls: TlsOptions): X509Certificate | undefined {
  if ('cert' in tls) return new X509Certificate(tls.cert);
  const nowhere = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const socket = new TLSSocket(nowhere, { isServer: true, secureContext: createSecureContext(tls) });
  try {
    return socket.getX509Certificate();
  } finally {
    socket.destroy();
  }
}
