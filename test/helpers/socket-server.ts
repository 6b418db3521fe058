import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';

export interface SocketServer {
  readonly port: number;
  /** All so far. */
  readonly connections: number;
  /** What clients have sent on all connections so far, after TLS. */
  readonly received: string;
  stop(): Promise<void>;
}

export interface SocketServerOptions {
  /** PEM; with it, the server speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly host?: string;
}

/** A server on a free port that does with each connection what a test says. */
export async function startSocketServer(
  onSocket: (socket: net.Socket) => void,
  options: SocketServerOptions = {},
): Promise<SocketServer> {
  const open = new Set<net.Socket>();
  let connections = 0;
  let received = '';
  const greet = (socket: net.Socket): void => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    onSocket(socket);
  };
  const server = options.tls ? tls.createServer(options.tls, greet) : net.createServer(greet);
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, options.host ?? '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    get received() {
      return received;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** A whole HTTP response. */
export function formatResponse(body: string | Buffer, headers: readonly string[] = [], status = 200): Buffer {
  const content = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} X`, `content-length: ${content.length}`, ...headers];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), content]);
}
