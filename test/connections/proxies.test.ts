import { mkdtempSync, rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { OutboundProxies } from '../../src/networks/outbound-proxies.ts';
import type { SendToProvider } from '../../src/upstream/send-to-provider.ts';
import { type Authority, createAuthority } from '../helpers/authority.ts';
import { OPENSSL_MISSING } from '../helpers/certificate.ts';
import { type ForwardProxy, startForwardProxy } from '../helpers/forward-proxy.ts';
import { skipSuite } from '../helpers/skip.ts';
import { formatResponse, type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { trustWithinSuite } from '../helpers/trust.ts';
import { ask, CLIENT_NAMES, createTestSender } from '../upstream/both-senders.ts';

const CREDENTIALS = { username: 'user%40x', password: 'CANARY%3A%C3%BC%25' };
const AUTHORIZATION = `Basic ${Buffer.from('user@x:CANARY:ü%').toString('base64')}`;

describe('calls through a proxy', () => {
  let folder: string;
  let authority: Authority | undefined;
  let provider: SocketServer;
  let plain: Server;
  let proxy: ForwardProxy;
  let httpsUrl: string;
  let httpUrl: string;

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-proxies-'));
    authority = createAuthority(folder);
    if (authority === undefined) return skipSuite(this, OPENSSL_MISSING);
    provider = await startSocketServer(
      (socket) => void socket.on('data', () => socket.write(formatResponse('{}'))),
      { tls: authority.issue('DNS:localhost') },
    );
    httpsUrl = `https://localhost:${provider.port}/token?x=y`;
    plain = http.createServer((request, response) => {
      request.resume();
      response.end('{}');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    httpUrl = `http://127.0.0.1:${(plain.address() as AddressInfo).port}/token?x=y`;
  });
  trustWithinSuite(() => authority?.cert);
  after(async () => {
    await provider?.stop();
    plain?.closeAllConnections();
    plain?.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => proxy.stop());

  for (const scheme of ['http', 'https'] as const) {
    for (const client of CLIENT_NAMES) {
      describe(`of ${scheme}, when ${client} sends`, () => {
        beforeEach(async () => {
          const certificate = scheme === 'https' ? authority?.issue('IP:127.0.0.1') : undefined;
          proxy = await startForwardProxy(certificate);
        });

        const send = (more: Partial<OutboundProxies> = {}, options = {}): SendToProvider => {
          const url = Object.assign(new URL(proxy.url), CREDENTIALS);
          const proxies = { http: url, https: url, noProxy: '', ...more };
          return createTestSender(client, { proxies, ...options });
        };
        const results: string[] = [];
        const record = async (sender: SendToProvider, url: string): Promise<number | string> => {
          const result = await ask(sender, url);
          results.push(String(result));
          return result;
        };
        afterEach(() => expect(results.join(), 'what errors say of a proxy').to.not.include('CANARY'));

        it('to https: go through a tunnel, with user and password, and keep it', async () => {
          const sender = send();
          expect(await record(sender, httpsUrl)).to.equal(200);
          await new Promise((resolve) => setTimeout(resolve, 20));
          expect(await record(sender, httpsUrl)).to.equal(200);
          const [{ line, headers } = { line: '', headers: {} }, ...others] = proxy.received;
          expect(others).to.deep.equal([]);
          expect(line).to.equal(`CONNECT localhost:${provider.port}`);
          expect(headers.host).to.equal(`localhost:${provider.port}`);
          expect(headers['proxy-authorization']).to.equal(AUTHORIZATION);
        });

        it('to https: show user and password to the proxy alone', async () => {
          const before_ = provider.received.length;
          await record(send(), httpsUrl);
          expect(provider.received.slice(before_))
            .to.include('TOKEN')
            .and.not.match(/proxy-auth/i);
        });

        it('to http: name the whole address, with user and password each time', async () => {
          const sender = send();
          expect(await record(sender, httpUrl)).to.equal(200);
          expect(await record(sender, httpUrl)).to.equal(200);
          expect(proxy.received.map(({ line }) => line)).to.deep.equal([
            `POST ${httpUrl}`,
            `POST ${httpUrl}`,
          ]);
          for (const { headers } of proxy.received) {
            expect(headers['proxy-authorization']).to.equal(AUTHORIZATION);
            expect(headers.host).to.equal(new URL(httpUrl).host);
          }
        });

        it('are not made for hosts of NO_PROXY', async () => {
          const sender = send({ noProxy: 'localhost,127.0.0.0/8' });
          expect(await record(sender, httpsUrl)).to.equal(200);
          expect(await record(sender, httpUrl)).to.equal(200);
          expect(proxy.received).to.deep.equal([]);
        });

        it('leave it to the proxy to resolve the name of a provider', async () => {
          const lookup = (): Promise<never> => Promise.reject(new Error('asked'));
          expect(await record(send({}, { lookup, allowPrivateAddresses: false }), httpsUrl)).to.equal(200);
        });

        for (const [status, requests] of [
          [302, 1],
          [407, 1],
          [403, 1],
          [502, 2],
          [503, 2],
        ] as const) {
          it(`to https: that the proxy refuses with ${status}: have sent nothing, and say the status`, async () => {
            proxy.refusal = status;
            expect(await record(send(), httpsUrl)).to.equal(
              `provider_unreachable: the proxy refused the tunnel with status ${status}`,
            );
            expect(proxy.received).to.have.length(requests);
          });
        }

        it('to https: that the provider answers with 407: have reached the provider', async () => {
          const refusing = await startSocketServer(
            (socket) => void socket.once('data', () => socket.end(formatResponse('{}', [], 407))),
            { tls: authority?.issue('DNS:localhost') },
          );
          const result = await record(send(), `https://localhost:${refusing.port}/`);
          await refusing.stop();
          expect(result).to.equal(407);
          expect(refusing.received).to.include('TOKEN');
        });

        it('to http: that the proxy refuses with 407: have not reached the provider', async () => {
          proxy.refusal = 407;
          expect(await record(send(), httpUrl)).to.equal(
            'provider_unreachable: the proxy refused the request with status 407',
          );
          expect(proxy.received).to.have.length(1);
        });

        it('that nobody answers: say that it is the proxy', async () => {
          const sender = send();
          await proxy.stop();
          const reason = 'provider_unreachable: the proxy cannot be reached: ECONNREFUSED';
          expect(await record(sender, httpsUrl)).to.equal(reason);
          expect(await record(sender, httpUrl)).to.equal(reason);
        });
      });
    }
  }

  for (const client of CLIENT_NAMES) {
    it(`that gives no answer to CONNECT, when ${client} sends: end in time`, async () => {
      proxy = await startForwardProxy();
      const deaf = await startSocketServer(() => undefined);
      const https = new URL(`http://127.0.0.1:${deaf.port}`);
      const sender = createTestSender(client, {
        proxies: { https, noProxy: '' },
        timeouts: { tunnel: 100 },
      });
      expect(await ask(sender, httpsUrl)).to.equal('provider_unreachable: time-out in phase tunnel');
      await deaf.stop();
    });

    it(`that closes at CONNECT, when ${client} sends: have sent nothing`, async () => {
      proxy = await startForwardProxy();
      const rude = await startSocketServer((socket) => void socket.once('data', () => socket.end()));
      const https = new URL(`http://127.0.0.1:${rude.port}`);
      const sender = createTestSender(client, { proxies: { https, noProxy: '' } });
      expect(await ask(sender, httpsUrl)).to.equal(
        'provider_unreachable: the proxy gave no tunnel: ECONNRESET',
      );
      expect(rude.received).to.not.include('TOKEN');
      await rude.stop();
    });
  }
});
