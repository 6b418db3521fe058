import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findNginx, type Nginx, startNginx } from '../helpers/nginx.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger } from '../helpers/token-ledger.ts';

/** The blocks `map` and `upstream` that the guide shows, for these servers. */
function readGuide(upstreams: readonly string[]): string {
  const text = readFileSync(new URL('../../docs/refresh.md', import.meta.url), 'utf8');
  const [, block = ''] = /```nginx\n(.*?)```/s.exec(text) ?? [];
  const servers = upstreams.map((address) => `  server ${address};`).join('\n');
  return block.replace(/( {2}server [\w:-]+;\n)+/, `${servers}\n`);
}

describe('two replicas without a store, behind nginx as the guide sets it up', () => {
  let provider: ScriptedProvider;
  let replicas: TestService[] = [];
  let nginx: Nginx | undefined;

  before(async function () {
    const program = (await findNginx()) ?? skipSuite(this, 'nginx is not installed');
    provider = await createScriptedProvider();
    const options = { environment: INSECURE, providerFile: provider.providerFile };
    replicas = [await createTestService(options), await createTestService(options)];
    nginx = await startNginx(program, {
      upstreams: replicas.map(({ url }) => new URL(url).host),
      site: (upstreams, port) => `
        ${readGuide(upstreams)}
        server {
          listen 127.0.0.1:${port};
          location / { proxy_pass http://domi; proxy_next_upstream off; }
        }`,
    });
  });
  after(async () => {
    await nginx?.stop();
    for (const replica of replicas) await replica.stop();
    await provider?.stop();
  });

  it('F12 equal tokens meet on one replica: one call for each, and both replicas are used', async () => {
    const ledger = createTokenLedger();
    provider.answer = answerFrom(ledger);
    const tokens = Array.from({ length: 20 }, () => ledger.issue().refresh_token);
    const answers = await Promise.all(
      [...tokens, ...tokens].map((token) =>
        send(`http://127.0.0.1:${nginx?.port}/dominoZoomRefresh`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
    expect(tokens.map((token) => ledger.presented.get(token))).to.deep.equal(tokens.map(() => 1));
    for (const { managementUrl } of replicas) {
      const { body } = await send(`${managementUrl}/metrics`);
      const success = /domi_token_requests_total\{[^}]*outcome="success"[^}]*\} (\d+)/g;
      const counts = [...body.matchAll(success)].map(([, count]) => Number(count));
      expect(Math.max(...counts), 'refreshes of this replica').to.be.above(0);
    }
  });
});

describe('a proxy with its default settings, in front of a replica that breaks off', () => {
  let provider: ScriptedProvider;
  let replica: TestService;
  let broken: Server;
  let nginx: Nginx | undefined;
  /** Methods of the requests that were read and never answered. */
  let swallowed: string[] = [];

  before(async function () {
    const program = (await findNginx()) ?? skipSuite(this, 'nginx is not installed');
    provider = await createScriptedProvider();
    replica = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
    broken = createServer((request) => {
      swallowed.push(request.method ?? '');
      request.socket.destroy();
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const upstreams = [`127.0.0.1:${(broken.address() as AddressInfo).port}`, new URL(replica.url).host];
    nginx = await startNginx(program, {
      upstreams,
      site: ([first = '', second = ''], port) => `
        upstream domi { server ${first} max_fails=0; server ${second} backup; }
        server {
          listen 127.0.0.1:${port};
          location / { proxy_pass http://domi; }
        }`,
    });
  });
  beforeEach(() => {
    swallowed = [];
  });
  after(async () => {
    await nginx?.stop();
    await replica?.stop();
    broken?.close();
    await provider?.stop();
  });

  const ask = (method: string, token: string) =>
    send(`http://127.0.0.1:${nginx?.port}/dominoZoomRefresh`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(method === 'POST' && { 'content-length': '0' }) },
    });

  it('a GET is sent to the next replica, although the first has read it', async () => {
    expect((await ask('GET', 'R-get')).status).to.equal(200);
    expect(swallowed).to.deep.equal(['GET']);
    expect(provider.received.map(({ body }) => body.get('refresh_token'))).to.deep.equal(['R-get']);
  });

  it('a POST is not repeated: the client decides what to do', async () => {
    expect((await ask('POST', 'R-post')).status).to.equal(502);
    expect(swallowed).to.deep.equal(['POST']);
    expect(provider.received.map(({ body }) => body.get('refresh_token'))).to.not.include('R-post');
  });
});
