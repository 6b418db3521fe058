import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect } from 'chai';
import { DISK, type Disk } from '../../src/config/files/disk.ts';
import { validateConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { createSelfSignedCertificate } from '../../src/onboarding/keys/self-signed-certificate.ts';
import { createKeyPem } from '../helpers/client-keys.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface Example {
  readonly where: string;
  readonly folder: string;
  readonly text: string;
}

/** Blocks of the guides that are a provider file: they begin with one of its sections. */
function listBlocks(): Example[] {
  const guides = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return [...guides.map((name) => join('docs', name)), 'README.md'].flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return (
      [...text.matchAll(/^```ya?ml\n(.*?)^```$/gms)]
        // The file of one tenant is another form: test/manifests.
        .filter(([, block = '']) => /^(providers|tenants):/m.test(block) && !/^publicUrl:/m.test(block))
        .map(({ 1: block = '', index }) => ({
          where: `${path}:${text.slice(0, index).split('\n').length}`,
          folder: dirname(path),
          text: block,
        }))
    );
  });
}

function listFiles(): Example[] {
  return readdirSync(join(ROOT, 'k8s'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('provider-file.yaml'))
    .map((name) => ({
      where: join('k8s', name),
      folder: join('k8s', dirname(name)),
      text: readFileSync(join(ROOT, 'k8s', name), 'utf8'),
    }));
}

const KEY = createKeyPem('rsa');
const CERTIFICATE = createSelfSignedCertificate(createPrivateKey(KEY), 'domi', new Date('2026-11-01'), 365);

/** A machine on which every secret that an example names is there. */
function createDisk(text: string): Disk {
  const bytes = (path: string): Buffer => {
    if (path === 'p.yaml') return Buffer.from(text);
    return Buffer.from(path.endsWith('.key') ? KEY : path.endsWith('.crt') ? CERTIFICATE : 'a value\n');
  };
  return {
    ...DISK,
    isFolder: () => false,
    checkAppend: () => undefined,
    read: (path) => bytes(path),
    readPipe: (path) => bytes(path),
    readOrdinary: (path) => ({ content: bytes(path), location: path }),
  };
}

function listFaultsOf(text: string): string[] {
  const named = [...text.matchAll(/\b[A-Z_]+_CLIENT_(?:ID|SECRET)\b/g)].map(([name]) => [name, 'a value']);
  const anything = { ...Object.fromEntries(named), ...TEST_ENVIRONMENT, DOMI_CONFIG: 'p.yaml' };
  try {
    validateConfig(anything, {
      disk: createDisk(text),
      now: new Date('2026-11-24T00:00:00Z'),
      tenantFaults: 'refuse',
    });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ where, message }) => `${where}: ${message}`);
  }
}

describe('examples of a provider file', () => {
  const examples = [...listBlocks(), ...listFiles()];

  it('are found in the guides and in the overlays', () => {
    expect(examples.map(({ where }) => where.split(':')[0])).to.include.members([
      join('docs', 'provider-file.md'),
      join('docs', 'add-a-provider.md'),
    ]);
    expect(examples.length).to.be.at.least(5);
  });

  for (const { where, folder, text } of examples) {
    it(`${where}, when validated, is sound, and names the schema for editors`, () => {
      expect(listFaultsOf(text)).to.deep.equal([]);
      const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text) ?? [];
      const path = relative('.', normalize(join(folder, schema)));
      expect(path).to.equal(join('docs', 'provider-file.schema.json'));
    });
  }
});
