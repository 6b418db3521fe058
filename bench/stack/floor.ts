import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { beginTarget, CLIENT } from './target-process.ts';

/**
 * The floor: the least Node code that does the work of one refresh. It reads the bearer token, calls the provider on
 * a keep-alive connection, returns the presented token when there is no new one, and answers JSON. It has no checks, no
 * error handling and no limits.
 */
const { tokenEndpoint } = beginTarget();
const agent = new http.Agent({ keepAlive: true });
const headers = {
  authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`,
  'content-type': 'application/x-www-form-urlencoded',
};

const server = http.createServer((request, response) => {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString();
  const upstream = http.request(tokenEndpoint, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': form.length },
  });
  upstream.on('response', (answer) => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      text += chunk;
    });
    answer.on('end', () => {
      const tokens = JSON.parse(text) as { refresh_token?: string };
      tokens.refresh_token ??= token;
      const body = JSON.stringify(tokens);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    });
  });
  upstream.end(form);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
