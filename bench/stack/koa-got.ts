import http from 'node:http';
import type { AddressInfo } from 'node:net';
import got from 'got';
import Koa from 'koa';
import { beginTarget, CLIENT } from './target-process.ts';

/** The second yardstick: the same work with only Koa and got, used as their documentation shows. */
const { tokenEndpoint } = beginTarget();
const client = got.extend({
  agent: { http: new http.Agent({ keepAlive: true }) },
  retry: { limit: 0 },
  followRedirect: false,
  throwHttpErrors: false,
});
const authorization = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`;

const app = new Koa();
app.use(async (ctx) => {
  const token = ctx.get('Authorization').slice('Bearer '.length);
  const answer = await client.post(tokenEndpoint, {
    headers: { authorization },
    form: { grant_type: 'refresh_token', refresh_token: token },
  });
  const tokens = JSON.parse(answer.body) as { refresh_token?: string };
  tokens.refresh_token ??= token;
  ctx.body = tokens;
});
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
server.keepAliveTimeout = 60_000;
