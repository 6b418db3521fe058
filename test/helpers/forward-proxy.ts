import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServerCertificate } from './authority.ts';

export interface ProxyRequest {
  /** As it stands in the request line. */
  readonly line: string;
  readonly headers: http.IncomingHttpHeaders;
  /** `user:password` as it was meant. */
  readonly credentials: string | undefined;
}

/** A forward proxy on loopback that passes everything on, unless a test says otherwise. */
export interface ForwardProxy {
  readonly url: URL;
  readonly received: ProxyRequest[];
  /** Status that it answers in place of its work; undefined: it works. */
  refusal: number | undefined;
  stop(): Promise<void>;
}

export async function startForwardProxy(certificate?: ServerCertificate): Promise<ForwardProxy> {
  const sockets = new Set<Duplex>();
  const received: ProxyRequest[] = [];
  const note = (request: http.IncomingMessage): void => {
    const { method, url, headers } = request;
    const [, basic] = /^Basic (.+)$/.exec(headers['proxy-authorization'] ?? '') ?? [];
    const credentials = basic && Buffer.from(basic, 'base64').toString('utf8');
    received.push({ line: `${method} ${url}`, headers, credentials });
  };
  const server = certificate ? https.createServer(certificate) : http.createServer();
  server.on('connect', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    note(request);
    sockets.add(socket.on('error', () => {}));
    if (proxy.refusal !== undefined) {
      socket.end(`HTTP/1.1 ${proxy.refusal} No\r\ncontent-length: 6\r\n\r\nCANARY`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const onwards = net.connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onwards.write(head);
      onwards.pipe(socket).pipe(onwards);
    });
    sockets.add(onwards.on('error', () => socket.destroy()));
  });
  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    note(request);
    if (proxy.refusal !== undefined) {
      request.resume();
      response.writeHead(proxy.refusal).end('CANARY');
      return;
    }
    const { method = 'GET', url = '', headers } = request;
    const onwards = http.request(url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.writeHead(502).end());
    request.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: ForwardProxy = {
    url: new URL(`${certificate ? 'https' : 'http'}://127.0.0.1:${port}`),
    received,
    refusal: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
