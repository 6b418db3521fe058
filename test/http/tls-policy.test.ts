import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { createCertificate, OPENSSL_MISSING, toTlsEnvironment } from '../helpers/certificate.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { skipSuite } from '../helpers/skip.ts';

/** Suites of the client; `@SECLEVEL=0` lets it offer what OpenSSL would leave out by itself. */
const anySuite = (name: string): string => `${name}:@SECLEVEL=0`;

const ACCEPTED = [
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

const REFUSED = {
  'CBC with SHA-1': 'ECDHE-RSA-AES128-SHA',
  'CBC with SHA-256': 'ECDHE-RSA-AES128-SHA256',
  'CBC with SHA-384': 'ECDHE-RSA-AES256-SHA384',
  'a static key with GCM': 'AES128-GCM-SHA256',
  'a static key with CBC': 'AES256-SHA',
  'DHE with GCM': 'DHE-RSA-AES128-GCM-SHA256',
  CCM: 'ECDHE-ECDSA-AES128-CCM8',
};

/** Shakes hands and renegotiates if asked; resolves with protocol and suite, or the code of the error. */
function connect(url: string, options: tls.ConnectionOptions, renegotiates = false): Promise<string> {
  return new Promise((resolve) => {
    const socket = tls.connect({
      port: Number(new URL(url).port),
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ...options,
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('secureConnect', () => {
      const outcome = `${socket.getProtocol()} ${socket.getCipher().name}`;
      if (!renegotiates) {
        socket.destroy();
        resolve(outcome);
        return;
      }
      socket.renegotiate({}, (error) => {
        socket.destroy();
        resolve(error ? ((error as NodeJS.ErrnoException).code ?? error.message) : 'renegotiated');
      });
    });
  });
}

describe('TLS of our ports', () => {
  let folder: string;
  let service: TestService;

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-tls-policy-'));
    const files = createCertificate(folder) ?? skipSuite(this, OPENSSL_MISSING);
    service = await createTestService({
      environment: toTlsEnvironment(files),
    });
  });
  after(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true });
  });

  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.2' } as const;

  for (const port of ['web', 'management'] as const) {
    const url = (): string => (port === 'web' ? service.url : service.managementUrl);

    it(`is 1.3 if the client can, on the ${port} port`, async () => {
      expect(await connect(url(), {})).to.match(/^TLSv1\.3 TLS_/);
    });

    it(`is 1.2 with each authenticated suite and an ephemeral key, on the ${port} port`, async () => {
      for (const suite of ACCEPTED) {
        expect(await connect(url(), { ...old, ciphers: anySuite(suite) })).to.equal(`TLSv1.2 ${suite}`);
      }
    });

    it(`is no other suite, no older version and no renegotiation, on the ${port} port`, async () => {
      for (const [what, suite] of Object.entries(REFUSED)) {
        const outcome = await connect(url(), { ...old, ciphers: anySuite(suite) });
        expect(outcome, what).to.match(/^(ERR_SSL_|ECONNRESET)/);
      }
      for (const version of ['TLSv1', 'TLSv1.1'] as const) {
        const outcome = await connect(url(), {
          minVersion: version,
          maxVersion: version,
          ciphers: anySuite('ALL'),
        });
        expect(outcome, version).to.match(/^(ERR_SSL_|ECONNRESET)/);
      }
      expect(await connect(url(), old, true)).to.not.equal('renegotiated');
    });
  }

  it('counts what does not shake hands', async () => {
    const response = await new Promise<string>((resolve, reject) => {
      const socket = tls.connect(
        { port: Number(new URL(service.managementUrl).port), host: '127.0.0.1', rejectUnauthorized: false },
        () => socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    const [, count] =
      /^domi_connections_failed_total\{port="web",reason="handshake_failed"\} (\d+)$/m.exec(response) ?? [];
    expect(Number(count)).to.be.at.least(Object.keys(REFUSED).length);
    expect(response).to.not.match(/^domi_unparsed_requests_total\{/m);
  });
});
