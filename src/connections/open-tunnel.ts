import http from 'node:http';
import type { Socket } from 'node:net';
import { type Endpoint, toAuthority } from '../networks/endpoint.ts';
import { ConnectError, readErrorCode } from './connection-error.ts';

export interface TunnelRequest {
  readonly endpoint: Endpoint;
  /** Value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Asks a proxy for a tunnel (`CONNECT`, RFC 9110 section 9.3.6).
 * @param socket connected to the proxy
 * @throws ConnectError with the status of a proxy that refuses
 */
export function openTunnel(socket: Socket, tunnel: TunnelRequest): Promise<Socket> {
  const { endpoint, authorization, timeout } = tunnel;
  return new Promise((resolve, reject) => {
    const authority = toAuthority(endpoint);
    const request = http.request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...(authorization && { 'proxy-authorization': authorization }) },
      createConnection: () => socket,
    });
    const timer = setTimeout(() => fail(new ConnectError('time-out in phase tunnel')), timeout);

    function fail(error: ConnectError): void {
      clearTimeout(timer);
      reject(error);
      request.destroy();
      socket.destroy();
    }

    request.once('connect', ({ statusCode = 0 }) => {
      if (statusCode < 200 || statusCode > 299) {
        // A 4xx is a decision of the proxy: wrong credentials, or a rule that forbids this host.
        const reason = `the proxy refused the tunnel with status ${statusCode}`;
        return fail(new ConnectError(reason, statusCode < 500));
      }
      clearTimeout(timer);
      resolve(socket);
    });
    // Stays: an error between two owners of the request must not end the process.
    request.on('error', (error) =>
      fail(new ConnectError(`the proxy gave no tunnel: ${readErrorCode(error)}`)),
    );
    request.end();
  });
}
