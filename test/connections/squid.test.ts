import { mkdtempSync, rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Authority, createAuthority } from '../helpers/authority.ts';
import { OPENSSL_MISSING } from '../helpers/certificate.ts';
import { skipSuite } from '../helpers/skip.ts';
import { formatResponse, type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { findSquid, type Squid, startSquid } from '../helpers/squid.ts';
import { trustWithinSuite } from '../helpers/trust.ts';
import { ask, CLIENT_NAMES, createTestSender } from '../upstream/both-senders.ts';

const USER = { name: 'domi', password: 'p@ss:w/rd% 1' };

describe('calls through squid', () => {
  let folder: string;
  let authority: Authority | undefined;
  let provider: SocketServer;
  let forbidden: SocketServer;
  let plain: Server;
  let squid: Squid | undefined;

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-squid-test-'));
    const program = await findSquid();
    if (program === undefined) return skipSuite(this, 'squid is not installed');
    authority = createAuthority(folder);
    if (authority === undefined) return skipSuite(this, OPENSSL_MISSING);
    const tls = authority.issue('DNS:localhost');
    const answer = (socket: NodeJS.WritableStream): void =>
      void socket.on('data', () => socket.write(formatResponse('{}')));
    provider = await startSocketServer(answer, { tls });
    forbidden = await startSocketServer(answer, { tls });
    plain = http.createServer((request, response) => {
      request.resume();
      response.end('{}');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    squid = await startSquid(program, USER, forbidden.port);
  });
  trustWithinSuite(() => authority?.cert);
  after(async () => {
    await squid?.stop();
    await provider?.stop();
    await forbidden?.stop();
    plain?.closeAllConnections();
    plain?.close();
    rmSync(folder, { recursive: true });
  });

  for (const client of CLIENT_NAMES) {
    describe(`when ${client} sends`, () => {
      const call = (url: string, password = USER.password): Promise<number | string> => {
        const proxy = new URL(`http://127.0.0.1:${squid?.port}`);
        proxy.username = encodeURIComponent(USER.name);
        proxy.password = encodeURIComponent(password);
        return ask(createTestSender(client, { proxies: { http: proxy, https: proxy, noProxy: '' } }), url);
      };

      it('to https: arrive', async () => {
        expect(await call(`https://localhost:${provider.port}/`)).to.equal(200);
      });

      it('to http: arrive', async () => {
        expect(await call(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`)).to.equal(200);
        expect(squid?.readAccessLog()).to.match(/^200 POST$/m);
      });

      it('with a wrong password: say 407', async () => {
        expect(await call(`https://localhost:${provider.port}/`, 'wrong')).to.equal(
          'provider_unreachable: the proxy refused the tunnel with status 407',
        );
        expect(await call(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`, 'wrong')).to.equal(
          'provider_unreachable: the proxy refused the request with status 407',
        );
      });

      it('to a host that its rules forbid: say 403', async () => {
        expect(await call(`https://localhost:${forbidden.port}/`)).to.equal(
          'provider_unreachable: the proxy refused the tunnel with status 403',
        );
        expect(forbidden.connections).to.equal(0);
      });

      it('to a port where nobody listens: say 503', async () => {
        expect(await call('https://localhost:9/')).to.equal(
          'provider_unreachable: the proxy refused the tunnel with status 503',
        );
      });
    });
  }
});
