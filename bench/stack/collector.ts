import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Accepts spans and drops them, so that exporting costs the service as much as with a real collector. */
const server = http.createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'Content-Type': 'application/x-protobuf' }).end());
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
