import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startService } from '../../src/service/start-service.ts';
import { type CertificateFiles, createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { skipSuite } from '../helpers/skip.ts';

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
  let files: CertificateFiles;

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-tls-'));
    files = createCertificate(folder) ?? skipSuite(this, OPENSSL_MISSING);
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
      .to.throw(/^TLSPassword: is not the password of .*both\.p12$/)
      .that.does.not.match(/CANARY/);
  });
});
