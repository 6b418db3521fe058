import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';

/** One transparent pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const HTML = { accept: 'text/html' };

describe('appearance of a tenant', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-logo-'));
  });
  after(() => rm(folder, { recursive: true }));

  const serve = (acme: object, environment: Record<string, string> = {}): Promise<TestService> =>
    createTestService({
      environment,
      providerFile: {
        tenants: {
          acme: { publicUrl: 'https://d.example.com/acme', displayName: 'Acme', ...acme },
          other: { publicUrl: 'https://d.example.com/other' },
        },
      },
    });

  async function writeLogo(name: string, body: Buffer | string): Promise<{ file: string }> {
    const file = join(folder, name);
    await writeFile(file, body);
    return { file };
  }

  it('with language, support link and logo, is that of its pages, and of nobody else', async () => {
    const service = await serve({
      language: 'de',
      supportUrl: 'https://help.acme.example/',
      logo: await writeLogo('acme.png', PNG),
    });
    try {
      const get = (path: string) => service.get(path, { host: 'd.example.com', ...HTML });
      const landing = await get('/acme/');
      expect(landing.body).to.include('<html lang="de"').and.include('Besprechungsdienst verbinden');
      const [, logo = ''] = /<img class="tenant-logo" src="([^"]+)" alt="Acme">/.exec(landing.body) ?? [];
      expect(logo).to.match(/^\/acme\/assets\/logo\.[0-9a-f]{12}\.png$/);
      const image = await get(logo);
      expect(image.status).to.equal(200);
      expect(image.headers).to.include({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      const fault = await get('/acme/nothing');
      expect(fault.body)
        .to.include('Diese Seite gibt es nicht')
        .and.match(
          /href="https:\/\/help\.acme\.example\/\?request_id=[0-9A-Z]{10}&amp;error=not_found&amp;time=/,
        );
      // The policy stays as strict as without a logo.
      expect(landing.headers['content-security-policy']).to.include("img-src 'self';");

      expect((await get(logo.replace('/acme/', '/other/'))).status).to.equal(404);
      expect((await get('/other/nothing')).body)
        .to.include('lang="en"')
        .and.not.include('help.acme.example');
      expect((await get('/nobody/nothing')).body)
        .to.include('lang="en"')
        .and.not.include('help.acme.example');
    } finally {
      await service.stop();
    }
  });

  const SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const rows: [what: string, acme: () => Promise<object>, fault: RegExp][] = [
    ['a language that is none of ours', async () => ({ language: 'xx' }), /acme\.language/],
    [
      'a support link that is script',
      async () => ({ supportUrl: 'javascript:alert(1)' }),
      /acme\.supportUrl/,
    ],
    [
      'a support link over http',
      async () => ({ supportUrl: 'http://help.acme.example' }),
      /acme\.supportUrl/,
    ],
    ['a support link with data', async () => ({ supportUrl: 'data:text/html,x' }), /acme\.supportUrl/],
    [
      'a support link with a password',
      async () => ({ supportUrl: 'https://a:b@c.example' }),
      /user name or password/,
    ],
    ['a support link that is not an address', async () => ({ supportUrl: 'https://' }), /must be an https/],
    ['a logo from elsewhere', async () => ({ logo: 'https://evil.example/x.png' }), /acme\.logo/],
    [
      'a logo of SVG',
      async () => ({ logo: await writeLogo('a.svg', SCRIPT) }),
      /a\.svg is not a PNG, JPEG or WebP/,
    ],
    [
      'a logo of SVG that is called PNG',
      async () => ({ logo: await writeLogo('b.png', SCRIPT) }),
      /b\.png is not a PNG/,
    ],
    ['a logo of HTML', async () => ({ logo: await writeLogo('c.png', '<html>') }), /c\.png is not a PNG/],
    ['an empty logo', async () => ({ logo: await writeLogo('d.png', '') }), /d\.png is not a PNG/],
    [
      'a logo that is too large',
      async () => ({ logo: await writeLogo('e.png', Buffer.concat([PNG, Buffer.alloc(65_536)])) }),
      /larger than 64 KiB/,
    ],
    [
      'a logo that is missing',
      async () => ({ logo: { file: join(folder, 'none.png') } }),
      /cannot read .*ENOENT/,
    ],
    ['a logo that is a folder', async () => ({ logo: { file: folder } }), /cannot read .*EISDIR/],
  ];
  for (const [what, acme, fault] of rows) {
    it(`with ${what}, is refused with a sentence`, async () => {
      const error = await serve(await acme(), { DOMI_TENANT_FAULTS: 'refuse' }).then(
        () => undefined,
        (reason) => reason,
      );
      expect(error).to.be.instanceOf(ConfigError);
      expect(error.message).to.match(fault);
    });
  }
});
