import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeToken } from './tokens.ts';

/**
 * The stub of a provider, in its own process. `PUT /LATENCY/BYTES` sets its latency in milliseconds and the length of its
 * tokens, so that targets stay warm from one scenario to the next.
 */
const behaviour = { latency: 0, bytes: 800, accessToken: makeToken('access', 800) };
let count = 0;

/** Returns a new refresh token each time, like a service with rotation. */
function answer(response: http.ServerResponse): void {
  count += 1;
  const body = JSON.stringify({
    access_token: behaviour.accessToken,
    token_type: 'bearer',
    refresh_token: makeToken(`s${count}`, behaviour.bytes),
    expires_in: 3600,
    scope: 'meeting:write',
    api_url: 'https://api.example.com',
  });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}

const server = http.createServer((request, response) => {
  if (request.method === 'PUT') {
    const [latency = 0, bytes = 0] = (request.url ?? '').split('/').slice(1).map(Number);
    Object.assign(behaviour, { latency, bytes, accessToken: makeToken('access', bytes) });
    response.end();
    return;
  }
  request.resume();
  request.on('end', () => {
    if (behaviour.latency === 0) answer(response);
    else setTimeout(answer, behaviour.latency, response);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
