import { expect } from 'chai';
import { ERROR_CATALOGUE, ERROR_CODES } from '../../src/oauth/errors.ts';
import { createPages } from '../../src/pages/pages.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import type { Pages } from '../../src/pages/views.ts';
import { FAULT, LANDING, listTags, readText, TOKEN } from './samples.ts';

describe('how a tenant appears', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  for (const language of LANGUAGES.filter((candidate) => candidate !== 'en')) {
    it(`pages, when the language is ${language}, are of the same shape as in English and share no sentence`, () => {
      const pairs = [
        [pages.landing({ ...LANDING, language }), pages.landing(LANDING)],
        [pages.landing({ ...LANDING, language, services: [] }), pages.landing({ ...LANDING, services: [] })],
        [pages.token({ ...TOKEN, language }), pages.token(TOKEN)],
        [pages.error({ ...FAULT, language }), pages.error(FAULT)],
      ] as const;
      for (const [translated, english] of pairs) {
        expect(translated).to.contain(`<html lang="${language}" dir="ltr">`);
        expect(listTags(translated).map(toShape)).to.deep.equal(listTags(english).map(toShape));
        expect(
          sentences(translated).filter((sentence) => sentences(english).includes(sentence)),
        ).to.deep.equal([]);
      }
    });

    it(`error pages, when the language is ${language}, have no English for any code`, () => {
      for (const code of ERROR_CODES) {
        const { status, action, description } = ERROR_CATALOGUE[code];
        const html = pages.error({ ...FAULT, language, code, status, action, description });
        const english = pages.error({ ...FAULT, code, status, action, description });
        for (const tag of [/class="description"/, /class="card error"/]) {
          expect(readText(html, tag), code).to.have.length.above(10).and.not.equal(readText(english, tag));
        }
        expect(html, code).to.not.contain(description);
      }
    });
  }

  it('a fault, when it is about configured names, shows them in every language', () => {
    for (const language of LANGUAGES) {
      const html = pages.error({ ...FAULT, language, code: 'insufficient_scope', names: ['a:b', '<b>'] });
      expect(html).to.contain('<li><code>a:b</code></li>').and.contain('<li><code>&lt;b&gt;</code></li>');
    }
  });

  it('a support link, when there is one, stands on error pages and the landing page, and not by the token', () => {
    const supportUrl = 'https://help.acme.example/domi?a=1&b="2"';
    const link =
      '<a class="support" href="https://help.acme.example/domi?a=1&amp;b=&quot;2&quot;" rel="noreferrer">';
    const supportOf = (html: string) => listTags(html).filter((tag) => tag.includes('class="support"'));
    expect(supportOf(pages.error({ ...FAULT, supportUrl }))).to.deep.equal([link]);
    expect(supportOf(pages.error({ ...FAULT, startUrl: undefined, supportUrl }))).to.deep.equal([link]);
    expect(supportOf(pages.landing({ ...LANDING, supportUrl }))).to.deep.equal([link]);
    expect(pages.token({ ...TOKEN, supportUrl })).to.not.contain('help.acme.example');
    expect(supportOf(pages.error(FAULT))).to.deep.equal([]);
  });

  it('a logo, when there is one, stands in place of the name and is called by it', () => {
    const html = pages.landing({ ...LANDING, logoPath: 'assets/logo.0123456789ab.png' });
    expect(html).to.contain(
      '<img class="tenant-logo" src="/acme/assets/logo.0123456789ab.png" alt="Acme Corporation">',
    );
    expect(html).to.not.contain('<bdi class="tenant">');
  });
});

/** `<a class="x" href="/y">` becomes `<a class href>`. */
function toShape(tag: string): string {
  return tag.replace(/="[^"]*"/g, '');
}

/** Texts of three words and more: names and codes are the same everywhere. */
function sentences(html: string): string[] {
  return html
    .replace(/<title>.*<\/title>/, '')
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter((text) => text.split(/\s+/).length >= 3 && !text.includes('Domino Online Meeting Integration'));
}
