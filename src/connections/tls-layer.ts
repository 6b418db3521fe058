import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import { LRUCache } from 'lru-cache';
import type { Endpoint } from '../networks/endpoint.ts';
import { ConnectError, readErrorCode } from './connection-error.ts';

/** Secures a connected socket. Rejects with ConnectError. */
export type Secure = (socket: Socket, endpoint: Endpoint) => Promise<Socket>;

/** Servers whose last TLS session is kept, to resume it: a handshake without public-key work on both sides. */
const MAX_SESSIONS = 100;

/** @param timeout milliseconds for one handshake */
export function createTlsLayer(timeout: number): Secure {
  const sessions = new LRUCache<string, Buffer>({ max: MAX_SESSIONS });

  return (socket, { hostname, port }) =>
    new Promise((resolve, reject) => {
      const key = `${hostname} ${port}`;
      const name = hostname.replace(/\.$/, '');
      const session = sessions.get(key);
      const secured = tls.connect({
        socket,
        host: name,
        // An address is no server name (RFC 6066 section 3).
        servername: isIP(name) === 0 ? name : '',
        ALPNProtocols: ['http/1.1'],
        // The defaults of Node, unless its environment or options weaken them.
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        ...(session && { session }),
      });
      const timer = setTimeout(() => fail(new ConnectError('time-out in phase secureConnect')), timeout);

      function fail(error: ConnectError): void {
        clearTimeout(timer);
        reject(error);
        secured.destroy();
        socket.destroy();
      }

      secured.on('session', (fresh) => sessions.set(key, fresh));
      secured.once('secureConnect', () => {
        clearTimeout(timer);
        resolve(secured);
      });
      // Stays: an error between two owners of the socket must not end the process. Without effect once it is secured.
      secured.on('error', (error) => {
        // Node sets the error of a certificate that it has refused: it will be refused again.
        const isCertificateRefused = Boolean(secured.authorizationError);
        fail(new ConnectError(readErrorCode(error), isCertificateRefused));
      });
    });
}
