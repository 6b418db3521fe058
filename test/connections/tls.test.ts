import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { type Authority, createAuthority, type ServerCertificate } from '../helpers/authority.ts';
import { OPENSSL_MISSING } from '../helpers/certificate.ts';
import { skipSuite } from '../helpers/skip.ts';
import { formatResponse, type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { trustWithinSuite } from '../helpers/trust.ts';
import { ask, CLIENT_NAMES, createTestSender } from '../upstream/both-senders.ts';

describe('a provider with TLS', () => {
  let folder: string;
  let authority: Authority | undefined;
  let server: SocketServer;

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-tls-'));
    authority = createAuthority(folder);
    if (authority === undefined) skipSuite(this, OPENSSL_MISSING);
  });
  trustWithinSuite(() => authority?.cert);
  afterEach(() => server?.stop());
  after(() => rmSync(folder, { recursive: true }));

  const issue = (hosts: string, days?: 'expired'): ServerCertificate => {
    if (authority === undefined) throw new Error('no authority');
    return authority.issue(hosts, days);
  };

  async function serve(tls: ServerCertificate): Promise<number> {
    server = await startSocketServer(
      (socket) => void socket.on('data', () => socket.write(formatResponse('{}'))),
      {
        tls,
      },
    );
    return server.port;
  }

  for (const client of CLIENT_NAMES) {
    const create = (): ReturnType<typeof createTestSender> =>
      createTestSender(client, { lookup: async () => ['127.0.0.1'] });

    it(`is called by name and by address, when ${client} sends`, async () => {
      const port = await serve(issue('DNS:provider.test,IP:127.0.0.1'));
      const send = create();
      for (const host of ['provider.test', 'PROVIDER.test', 'provider.test.', '127.0.0.1']) {
        expect(await ask(send, `https://${host}:${port}/`), host).to.equal(200);
      }
    });

    it(`keeps its connection, when ${client} sends`, async () => {
      const port = await serve(issue('DNS:provider.test'));
      const send = create();
      for (let count = 0; count < 5; count += 1) {
        expect(await ask(send, `https://provider.test:${port}/`)).to.equal(200);
        await elapse(10);
      }
      expect(server.connections).to.equal(1);
    });

    it(`is named to a server with many names, asked for HTTP/1.1, and resumed, when ${client} sends`, async () => {
      const seen: (readonly [unknown, unknown, boolean])[] = [];
      const certificate = { ...issue('DNS:provider.test'), ALPNProtocols: ['h2', 'http/1.1'] };
      server = await startSocketServer(
        (socket) => {
          const secured = socket as TLSSocket;
          seen.push([secured.servername, secured.alpnProtocol, secured.isSessionReused()]);
          socket.on('data', () => socket.write(formatResponse('{}', ['connection: close'])));
        },
        { tls: certificate },
      );
      const send = create();
      for (const host of ['provider.test.', 'provider.test.']) {
        expect(await ask(send, `https://${host}:${server.port}/`)).to.equal(200);
        await elapse(20);
      }
      expect(seen).to.deep.equal([
        ['provider.test', 'http/1.1', false],
        ['provider.test', 'http/1.1', true],
      ]);
    });

    const REFUSED: readonly (readonly [string, string, () => ServerCertificate])[] = [
      ['has expired', 'CERT_HAS_EXPIRED', () => issue('DNS:provider.test', 'expired')],
      ['is for another host', 'ERR_TLS_CERT_ALTNAME_INVALID', () => issue('DNS:other.test')],
      ['is of an authority that is not known', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', issueByStranger],
      ['is signed by itself', 'DEPTH_ZERO_SELF_SIGNED_CERT', signItself],
    ];
    for (const [what, code, makeCertificate] of REFUSED) {
      it(`F3 whose certificate ${what}: gets nothing and no second attempt, when ${client} sends`, async () => {
        const port = await serve(makeCertificate());
        expect(await ask(create(), `https://provider.test:${port}/`)).to.equal(
          `provider_unreachable: ${code}`,
        );
        expect(server.received).to.equal('');
        expect(server.connections).to.equal(1);
      });
    }

    it(`F3 whose certificate nobody vouches for: gets nothing, even if Node is told to accept it, when ${client} sends`, async () => {
      const port = await serve(signItself());
      const former = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
      try {
        expect(await ask(create(), `https://provider.test:${port}/`)).to.match(/DEPTH_ZERO_SELF_SIGNED_CERT/);
        expect(server.received).to.equal('');
      } finally {
        if (former === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
        else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = former;
      }
    });

    it(`F3 that speaks nothing newer than TLS 1.1: gets nothing, when ${client} sends`, async () => {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
      const port = await serve({ ...issue('DNS:provider.test'), ...old });
      expect(await ask(create(), `https://provider.test:${port}/`)).to.match(
        /^provider_unreachable: ERR_SSL_/,
      );
      expect(server.received).to.equal('');
    });
  }

  function issueByStranger(): ServerCertificate {
    const stranger = createAuthority(mkdtempSync(join(folder, 'stranger-')));
    if (stranger === undefined) throw new Error('no authority');
    return stranger.issue('DNS:provider.test');
  }

  function signItself(): ServerCertificate {
    const stranger = createAuthority(mkdtempSync(join(folder, 'self-')));
    if (stranger === undefined) throw new Error('no authority');
    return stranger.self;
  }
});
