import { expect } from 'chai';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { matchLanguage } from '../../src/pages/texts/match-language.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';

const HTML = { accept: 'text/html' };
const HOST = { host: 'd.example.com' };

describe('the language of a page', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService({
      providerFile: {
        tenants: {
          acme: { publicUrl: 'https://d.example.com/acme', language: 'it', providers: { zoom: {} } },
          other: { publicUrl: 'https://d.example.com/other', providers: { zoom: {} } },
        },
      },
    });
  });
  after(() => service.stop());

  async function readLanguage(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<string | undefined> {
    const { body } = await service.get(path, { ...HTML, ...HOST, ...headers });
    return /<html lang="([^"]+)" dir="ltr">/.exec(body)?.[1];
  }

  const rows: readonly (readonly [asked: string, language: string])[] = [
    ['de-DE,de;q=0.9,en;q=0.5', 'de'],
    ['fr-CA', 'fr'],
    ['es,de;q=0.5', 'es'],
    ['es;q=0.4,de;q=0.5', 'de'],
    ['en-US,de;q=0.9', 'en'],
    ['pt', 'pt-BR'],
    ['pt-BR', 'pt-BR'],
    ['pt-PT,en;q=0.9', 'pt-BR'],
    ['zh-CN', 'zh-Hans'],
    ['zh-Hans-CN,zh;q=0.9', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW,zh-Hant;q=0.9,ja;q=0.5', 'ja'],
    ['ko-KR,ko;q=0.9', 'ko'],
    ['nl-BE', 'nl'],
    ['JA', 'ja'],
    ['gsw,de-CH;q=0.8', 'de'],
    ['fi,sv;q=0.9', 'it'],
    ['de;q=0,fr;q=0.1', 'fr'],
    ['*', 'it'],
    ['', 'it'],
    ['xx', 'it'],
    [';;;,,,q=', 'it'],
    ['es; q=0.4, de; q=0.5', 'de'],
    ['es;\tq=0.4,de;q=0.5', 'de'],
    ['de;q=nonsense,fr', 'fr'],
    ['-,--,a-,en-'.repeat(700), 'it'],
    [`${'x-y,'.repeat(2000)}`, 'it'],
    ['a'.repeat(8000), 'it'],
    [`${'fi,'.repeat(30)}de`, 'it'],
  ];
  for (const [asked, language] of rows) {
    it(`when the browser asks for "${asked.slice(0, 40)}", is ${language}`, async () => {
      expect(await readLanguage('/acme/', { 'accept-language': asked })).to.equal(language);
    });
  }

  it('when nothing fits, is that of the tenant, and else English', async () => {
    expect(await readLanguage('/acme/nothing')).to.equal('it');
    expect(await readLanguage('/other/')).to.equal('en');
    expect(await readLanguage('/nobody/')).to.equal('en');
  });

  it('when nothing fits and nobody is at the address, is that of the file, before that of the process', async () => {
    const tenants = {
      acme: { publicUrl: 'https://d.example.com/acme', language: 'it', providers: { zoom: {} } },
    };
    for (const [defaults, language] of [
      [undefined, 'ko'],
      [{ displayName: 'Provider of many' }, 'ko'],
      [{ language: 'fr' }, 'fr'],
    ] as const) {
      const own = await createTestService({
        environment: { DOMI_LANGUAGE: 'ko' },
        providerFile: { tenants, ...(defaults && { defaults }) },
      });
      try {
        for (const [path, host] of [
          ['/nobody/', 'd.example.com'],
          ['/acme/', 'x.example.com'],
          ['/nobody/diag', 'd.example.com'],
        ] as const) {
          const { body } = await own.get(path, { ...HTML, host, 'accept-language': 'fi' });
          expect(body, path).to.include(`<html lang="${language}"`);
        }
      } finally {
        await own.stop();
      }
    }
  });

  it('when nobody is at the address, is still the one that is asked for', async () => {
    expect(await readLanguage('/nobody/', { 'accept-language': 'ja' })).to.equal('ja');
    const chosen = await service.get('/nobody/?lang=ko', { ...HTML, ...HOST, 'accept-language': 'ja' });
    expect(chosen.body).to.include('<html lang="ko"');
    expect(chosen.headers['set-cookie'], 'nobody keeps a choice').to.equal(undefined);
  });

  it('when it is chosen on the page, holds for the sign-in, and only there', async () => {
    const browser = service.browse();
    const get = (path: string) => browser.get(path, { ...HTML, ...HOST, 'accept-language': 'de' });
    const chosen = await get('/acme/?lang=ko');
    expect(chosen.body).to.include('<html lang="ko"');
    expect(chosen.headers['set-cookie']).to.deep.equal([
      '__Host-domi-language=ko; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
    await get('/acme/dominoZoom/index.html');
    expect((await get('/acme/zoomCallback?code=C&state=S')).body).to.include('<html lang="ko"');
    expect((await get('/acme/dominoZoom/token.html')).body).to.include('<html lang="ko"');
    expect((await get('/acme/?lang=fr')).body).to.include('<html lang="fr"');
    expect((await get('/acme/')).body).to.include('<html lang="fr"');
    expect(await readLanguage('/acme/', { 'accept-language': 'de' })).to.equal('de');
  });

  for (const lang of ['xx', '', '%3Cscript%3E', 'de&lang=fr', '__proto__', 'zh', `${'d'.repeat(2000)}`]) {
    it(`when the choice is "${lang.slice(0, 20)}", is ignored and sets no cookie`, async () => {
      const answer = await service.get(`/acme/?lang=${lang}`, { ...HTML, ...HOST, 'accept-language': 'nl' });
      expect(answer.body).to.include('<html lang="nl"');
      expect(answer.headers['set-cookie']).to.equal(undefined);
    });
  }

  it('when a cookie holds nonsense, is ignored', async () => {
    const cookie = '__Host-domi-language="><script>';
    expect(await readLanguage('/acme/', { cookie, 'accept-language': 'nl' })).to.equal('nl');
  });

  it('when it is a page, tells caches what it depends on; JSON stays English and does not', async () => {
    const page = await service.get('/acme/', { ...HTML, ...HOST });
    expect(page.headers['vary']).to.equal('Accept-Language, Cookie');
    expect(page.headers['cache-control']).to.equal('no-store');
    const json = await service.get('/acme/dominoZoomRefresh', { ...HOST, 'accept-language': 'de' });
    expect(json.headers['vary']).to.equal(undefined);
    expect(JSON.parse(json.body).error_description).to.match(/^No usable bearer token/);
  });

  it('when another load shows the same page, offers every language; where it would not, none', async () => {
    const count = async (path: string): Promise<number> => {
      const { body } = await service.get(path, { ...HTML, ...HOST });
      return [...body.matchAll(/href="\?lang=/g)].length;
    };
    for (const path of ['/acme/', '/acme/nothing', '/acme/dominoZoom/token.html', '/nobody/', '/acme/diag'])
      expect(await count(path), path).to.equal(LANGUAGES.length);
    expect(await count('/acme/zoomCallback?code=C&state=S')).to.equal(0);
  });

  it('when the list is endless, takes a moment', () => {
    const start = performance.now();
    matchLanguage(Array.from({ length: 100_000 }, (_, index) => `x${index}`));
    expect(performance.now() - start).to.be.below(200);
  });
});
