import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createConfigSource } from '../../../src/config-source/config-source.ts';
import { TEST_ENVIRONMENT } from '../../helpers/create-test-service.ts';

/** Every way to name a file that is read: one entry each, the environment and the record of a tenant. */
type Row = [
  what: string,
  environment: (path: string) => Record<string, string>,
  acme?: (path: string) => object,
];

const ROWS: Row[] = [
  ['TLSFile', (path) => ({ TLSFile: path })],
  ['TLSFile of type pem', (path) => ({ TLSFile: path, PEMCert: path, TLSType: 'pem' })],
  ['TLSPassword_FILE', (path) => ({ TLSPassword_FILE: path, TLSFile: '/nowhere' })],
  ['DOMI_SEAL_KEYS_FILE', (path) => ({ DOMI_SEAL_KEYS: '', DOMI_SEAL_KEYS_FILE: path })],
  ['DOMI_STORE_URL_FILE', (path) => ({ DOMI_STORE_URL_FILE: path })],
  ['ZOOM_CLIENT_SECRET_FILE', (path) => ({ ZOOM_CLIENT_SECRET: '', ZOOM_CLIENT_SECRET_FILE: path })],
  ['HTTPS_PROXY_FILE', (path) => ({ HTTPS_PROXY_FILE: path })],
  [
    'OTEL_EXPORTER_OTLP_HEADERS_FILE',
    (path) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
      OTEL_EXPORTER_OTLP_HEADERS_FILE: path,
    }),
  ],
  ['DOMI_LOGO_FILE', (path) => ({ DOMI_LOGO_FILE: path })],
  ['the logo of a tenant', () => ({}), (path) => ({ logo: { file: path }, providers: { zoom: {} } })],
  [
    'the secret of a tenant',
    () => ({}),
    (path) => ({ providers: { zoom: { clientId: { value: 'id' }, clientSecret: { file: path } } } }),
  ],
  [
    'the secret of a tenant, within a JSON file',
    () => ({}),
    (path) => ({
      providers: { zoom: { clientId: { value: 'id' }, clientSecret: { file: path, pointer: '/a' } } },
    }),
  ],
];

/** Bytes that a refused read may leave behind. */
const MAX_GROWTH = 64 * 1024 * 1024;

describe('what is no regular file', () => {
  let folder: string;
  let pipe: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-pipe-'));
    pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'folder'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, environment, acme] of ROWS) {
    for (const kind of ['a pipe', 'a device without end', 'a folder'] as const) {
      it(`${kind} as ${what}, is a fault, at once and in little memory`, async () => {
        const path = {
          'a pipe': pipe,
          'a device without end': '/dev/zero',
          'a folder': join(folder, 'folder'),
        }[kind];
        const file = join(folder, 'providers.json');
        writeFileSync(
          file,
          JSON.stringify(
            acme
              ? {
                  tenants: {
                    acme: { publicUrl: 'https://d.example.com/acme', ...acme(path) },
                    globex: { publicUrl: 'https://d.example.com/globex', providers: { zoom: {} } },
                  },
                }
              : {},
          ),
        );
        const source = createConfigSource({ ...TEST_ENVIRONMENT, DOMI_CONFIG: file, ...environment(path) });
        const [begin, before] = [performance.now(), process.memoryUsage().rss];
        const text = await source.load().then(
          ({ rejected }) => JSON.stringify(rejected),
          (error: Error) => error.message,
        );
        await source.stop();
        expect(performance.now() - begin).to.be.below(5000);
        expect(process.memoryUsage().rss - before).to.be.below(MAX_GROWTH);
        expect(text).to.match(/not a regular file|EISDIR|in \/proc, \/sys or \/dev/);
      });
    }
  }
});
