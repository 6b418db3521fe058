import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runMakeKey } from '../../src/onboarding/run-make-key.ts';
import { skipTest } from '../helpers/skip.ts';
import { validateText } from '../helpers/validate-text.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

describe('domi onboard --make-key', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-make-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string): string => readFileSync(join(folder, 'keys', name), 'utf8');

  function make(type: 'rsa' | 'p256', days?: number): { code: number; output: string } {
    let output = '';
    const code = runMakeKey({
      folder: join(folder, 'keys'),
      type,
      commonName: 'domi acme',
      days,
      now: NOW,
      write: (text) => {
        output += text;
      },
    });
    return { code, output };
  }

  for (const type of ['rsa', 'p256'] as const) {
    it(`makes a key of the type ${type} that only its owner may read, and shows it nowhere`, () => {
      const { code, output } = make(type, 365);
      expect(code).to.equal(0);
      expect(statSync(join(folder, 'keys', 'client.key')).mode & 0o777).to.equal(0o600);
      expect(statSync(join(folder, 'keys')).mode & 0o777).to.equal(0o700);
      const [, line = ''] = read('client.key').split('\n');
      expect(output).to.not.include(line);
      expect(output.match(/client\.(key|csr|pub|crt)/g)).to.have.length(4);
    });

    it(`makes a certificate of the type ${type} that belongs to the key, and with which the service signs`, () => {
      make(type, 365);
      const certificate = new X509Certificate(read('client.crt'));
      const key = createPrivateKey(read('client.key'));
      expect(certificate.checkPrivateKey(key)).to.equal(true);
      expect(certificate.verify(createPublicKey(key))).to.equal(true);
      expect(certificate.subject).to.equal('CN=domi acme');
      expect(certificate.validToDate).to.deep.equal(new Date('2027-11-24T12:00:00Z'));
      expect(read('client.pub')).to.equal(certificate.publicKey.export({ type: 'spki', format: 'pem' }));
      const text = `providers: { zoom: { tokenEndpointAuthMethod: private_key_jwt,
        clientKey: { file: /client.key }, clientCertificate: { file: /client.crt } } }`;
      const files = { '/client.key': read('client.key'), '/client.crt': read('client.crt') };
      const [zoom] = validateText(text, { files }).tenants[0]?.providers ?? [];
      expect(zoom?.provider.clientCredentials).to.have.length(1);
    });

    it(`makes a request of the type ${type} that openssl verifies`, function () {
      make(type);
      let report = '';
      try {
        const file = join(folder, 'keys', 'client.csr');
        report = execFileSync('openssl', ['req', '-in', file, '-verify', '-noout', '-subject'], {
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        skipTest(this, 'openssl is not installed');
      }
      expect(report).to.match(/subject=\s*CN ?= ?domi acme/);
    });
  }

  it('writes a date after 2049 as certificates have it', () => {
    make('p256', 3650 * 3);
    expect(new X509Certificate(read('client.crt')).validToDate.getUTCFullYear()).to.equal(2056);
  });

  it('never replaces a key: exits with 73, and the key stays', () => {
    make('p256');
    const before = read('client.key');
    const { code, output } = make('p256');
    expect([code, output]).to.deep.equal([
      73,
      `${join(folder, 'keys', 'client.key')} is there already, and is not replaced\n`,
    ]);
    expect(read('client.key')).to.equal(before);
  });

  it('in a folder that cannot be made, says why', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    let output = '';
    const order = { type: 'p256', commonName: 'x', days: undefined, now: NOW } as const;
    const code = runMakeKey({
      ...order,
      folder: join(file, 'keys'),
      write: (text) => {
        output += text;
      },
    });
    expect([code, output]).to.deep.equal([73, `${file} cannot be written (not a folder)\n`]);
  });
});
