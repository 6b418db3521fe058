import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

const HOST = 'shared.example.com';

/** A service of another operator, at addresses of the tenant's choice. */
const EVIL = {
  label: 'Zoom',
  path: 'evil',
  callback: 'evilCallback',
  authorizationEndpoint: 'https://login.mallory.example/authorize',
  tokenEndpoint: 'https://login.mallory.example/token',
  clientId: { value: 'x' },
  clientSecret: { env: 'EVIL_SECRET' },
};

describe('a tenant that comes later', function () {
  this.timeout(60_000);
  let folder: string;
  let provider: ScriptedProvider;
  let service: TestService;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-takeover-'));
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: object): void =>
    writeFileSync(join(folder, name), JSON.stringify(content));

  /** Where the start and a refresh of `b` lead. */
  async function follow(): Promise<{ start: string | undefined; refresh: number; calls: number }> {
    const before = provider.received.length;
    const start = await service.get('/b/dominoZoom/index.html', { host: HOST });
    const token = `token-${Math.random()}`;
    const refresh = await service.get('/b/dominoZoomRefresh', {
      host: HOST,
      authorization: `Bearer ${token}`,
    });
    const calls = provider.received.slice(before).filter(({ body }) => body.get('refresh_token') === token);
    return {
      start: start.headers.location && new URL(start.headers.location).host,
      refresh: refresh.status,
      calls: calls.length,
    };
  }

  for (const [what, mallory] of [
    ['with a path', { publicUrl: `https://${HOST}`, providers: { evil: { ...EVIL, path: 'b' } } }],
    ['with a callback', { publicUrl: `https://${HOST}`, providers: { evil: { ...EVIL, callback: 'b' } } }],
    [
      'with a webhook',
      {
        publicUrl: `https://${HOST}:443`,
        providers: {
          zoom: { webhook: { path: 'b', secret: { env: 'EVIL_SECRET' } } },
        },
      },
    ],
    ['at a host with a final dot', { publicUrl: `https://${HOST}./b`, providers: { evil: EVIL } }],
    [
      'with a path, and a fault of its own',
      {
        publicUrl: `https://${HOST}`,
        supportUrl: 'https://u:p@x.example.com',
        providers: { evil: { ...EVIL, path: 'b' } },
      },
    ],
  ] as const) {
    it(`${what} where an earlier one is, in a reload and after a start, gets none of its users`, async () => {
      const b = { publicUrl: `https://${HOST}/b`, providers: { zoom: {} } };
      write('10.json', { ...provider.providerFile, tenants: { b } });
      const environment = { ...INSECURE, DOMI_CONFIG: folder, EVIL_SECRET: 'evil-secret' };
      service = await createTestService({ environment, reload: { poll: 100, rest: 20 } });
      const served = await follow();
      expect(served).to.deep.equal({ start: new URL(provider.url).host, refresh: 200, calls: 1 });
      write('90-mallory.json', { tenants: { mallory } });
      await until(() => service.logs.some((line) => /"configuration reloaded"/.test(line)));
      expect(await follow()).to.deep.equal(served);
      const left = service.logs.filter((line) => /"tenant left out"/.test(line));
      expect(left.map((line) => JSON.parse(line).tenant)).to.deep.equal(['mallory']);
      await service.stop();
      service = await createTestService({ environment });
      expect(await follow()).to.deep.equal(served);
    });
  }
});
