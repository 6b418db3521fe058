import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** An outbound proxy on loopback that passes everything on and keeps what it was asked. */
export interface LoggingProxy {
  /** `host:port`. */
  readonly address: string;
  /** `POST http://…` or `CONNECT host:port`, with the credentials as they arrived, decoded. */
  readonly asked: { readonly line: string; readonly credentials: string | undefined }[];
  stop(): Promise<void>;
}

export async function startLoggingProxy(): Promise<LoggingProxy> {
  const asked: LoggingProxy['asked'] = [];
  const note = ({ method, url, headers }: http.IncomingMessage): void => {
    const [, basic] = /^Basic (.+)$/.exec(headers['proxy-authorization'] ?? '') ?? [];
    const credentials = basic && Buffer.from(basic, 'base64').toString('utf8');
    asked.push({ line: `${method} ${url}`, credentials });
  };
  const server = http.createServer((request, response) => {
    note(request);
    const { method = 'GET', headers, url = '' } = request;
    const forwarded = http.request(url, { method, headers, agent: false }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(response);
    });
    forwarded.on('error', () => response.writeHead(502).end());
    request.pipe(forwarded);
  });
  server.on('connect', (request, socket) => {
    note(request);
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? [];
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) {
      end.on('error', () => {
        target.destroy();
        socket.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
