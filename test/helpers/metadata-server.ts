import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that publishes documents and nothing else. */
export interface MetadataServer {
  readonly url: string;
  /** Paths that were asked for, in their order. */
  readonly asked: string[];
  /** Content by path; a text is sent as it is, a number is a status. */
  documents: Record<string, object | string | number>;
  stop(): Promise<void>;
}

export async function startMetadataServer(): Promise<MetadataServer> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    const document = metadata.documents[request.url ?? ''] ?? 404;
    if (typeof document === 'number') response.writeHead(document, { location: '/elsewhere' }).end();
    else response.end(typeof document === 'string' ? document : JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const metadata: MetadataServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    documents: {},
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return metadata;
}
