import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startService } from '../../src/service.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { skipSuite } from '../helpers/skip.ts';

/** `openssl` makes what Node cannot: a certificate. */
function createCertificate(folder: string): { key: string; cert: string; pfx: string } {
  const [key, cert, pfx] = ['key.pem', 'cert.pem', 'both.p12'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const openssl = (args: string): void => void execFileSync('openssl', args.split(' '), { stdio: 'pipe' });
  openssl(`req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout ${key} -out ${cert}`);
  openssl(`pkcs12 -export -inkey ${key} -in ${cert} -passout pass:the-password -out ${pfx}`);
  return { key, cert, pfx };
}

function getStatus(url: string): Promise<{ status: number | undefined; scheme: unknown }> {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { rejectUnauthorized: false, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json');
        const { scheme } = (isJson ? JSON.parse(body) : {}) as { scheme?: unknown };
        resolve({ status: response.statusCode, scheme });
      });
    });
    request.on('error', reject);
  });
}

describe('TLS with the variables of DOMI 1.x', () => {
  let folder: string;
  let files: ReturnType<typeof createCertificate>;

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-tls-'));
    try {
      files = createCertificate(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      skipSuite(this, 'openssl is not installed');
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const type of ['pem', 'pfx'] as const) {
    it(`serves both ports over HTTPS from ${type}`, async () => {
      const config = loadConfig({
        ...TEST_ENVIRONMENT,
        TLSType: type,
        ...(type === 'pem'
          ? { TLSFile: files.key, PEMCert: files.cert }
          : { TLSFile: files.pfx, TLSPassword: 'the-password' }),
      });
      const service = await startService({
        config,
        logger: createLogger('silent'),
        build: { version: '0', commit: '0' },
        host: '127.0.0.1',
      });
      try {
        const web = await getStatus(`https://127.0.0.1:${service.webPort}/diag`);
        expect(web).to.include({ status: 200, scheme: 'https' });
        const management = await getStatus(`https://127.0.0.1:${service.managementPort}/livez`);
        expect(management.status).to.equal(200);
      } finally {
        await service.stop(1000);
      }
    });
  }

  it('does not start with a wrong password', () => {
    const environment = { ...TEST_ENVIRONMENT, TLSFile: files.pfx, TLSPassword: 'CANARY' };
    expect(() => loadConfig(environment))
      .to.throw(/TLSFile: cannot be used/)
      .that.does.not.match(/CANARY/);
  });
});
