import { expect } from 'chai';
import { GALLERY } from '../../scripts/screenshots/gallery.ts';
import { createPages } from '../../src/pages/pages.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../src/pages/texts/languages.ts';
import { TEXTS } from '../../src/pages/texts/texts-by-language.ts';
import type { Pages } from '../../src/pages/views.ts';
import { FAULT, LANDING, listTags, listTexts, TOKEN } from './samples.ts';

/** Texts that are the same in some or all languages: names, labels of Notes, codes. */
const SAME_EVERYWHERE =
  /^(·|Domino Online Meeting Integration|Online Meeting Credentials|Refresh Token|Service|Microsoft Teams.*|Acme Corporation.*|https:.*|HTTP.*|[A-Z0-9]{10}|[\w.]+(?: \(\w+\))?|2026-.*)$/;

describe('how a tenant appears', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  for (const language of LANGUAGES.filter((candidate) => candidate !== 'en')) {
    it(`pages, when the language is ${language}, are of the same shape as in English and share no text`, () => {
      for (const { name, render } of GALLERY) {
        const translated = render(pages, language);
        const english = render(pages, 'en');
        expect(translated, name).to.contain(`<html lang="${language}" dir="ltr">`);
        // The mark of the current language moves.
        const shapes = [translated, english].map((html) =>
          listTags(html).map((tag) => tag.replace(/="[^"]*"/g, '').replace(' aria-current>', '>')),
        );
        expect(shapes[0], name).to.deep.equal(shapes[1]);
        const names: readonly string[] = Object.values(LANGUAGE_NAMES);
        const shared = listTexts(translated).filter(
          (text) => listTexts(english).includes(text) && !names.includes(text) && !SAME_EVERYWHERE.test(text),
        );
        expect(shared, name).to.deep.equal([]);
      }
    });

    it(`texts, when the language is ${language}, are complete sentences without remains of other texts`, () => {
      for (const [path, text] of listAllTexts(TEXTS[language])) {
        const padding = path === 'colon' ? /^[\s:：]+$/ : /^\S(.*\S)?$/s;
        expect(text, path).to.match(padding);
        expect(text, path).to.not.match(/undefined|\[object|TODO|\s{2}|\$\{/);
        // The labels of Notes, in every language that names them.
        if (/\.steps\.2$|\.drawing$/.test(path))
          expect(text, path).to.match(/Paste|Online Meeting Credentials/);
      }
    });
  }

  it('texts, when a service is named, name it in every language', () => {
    for (const language of LANGUAGES) {
      for (const [path, text] of listAllTexts(TEXTS[language], '𝒮'))
        if (listAllTexts(TEXTS.en, '𝒮').some(([own, english]) => own === path && english.includes('𝒮')))
          expect(text, `${language} ${path}`).to.include('𝒮');
    }
  });

  it('a fault, when it is about configured names, shows them in every language', () => {
    for (const language of LANGUAGES) {
      const html = pages.error({ ...FAULT, language, code: 'insufficient_scope', names: ['a:b', '<b>'] });
      expect(html).to.contain('<li><code>a:b</code></li>').and.contain('<li><code>&lt;b&gt;</code></li>');
    }
  });

  it('a support link, when there is one, is on error pages and the landing page, and not by the token', () => {
    const supportUrl = 'https://help.acme.example/domi?a=1&b="2"';
    const supportOf = (html: string) => listTags(html).filter((tag) => tag.includes('class="support"'));
    expect(supportOf(pages.error({ ...FAULT, supportUrl }))).to.have.length(1);
    expect(supportOf(pages.error({ ...FAULT, startUrl: undefined, supportUrl }))).to.have.length(1);
    expect(supportOf(pages.landing({ ...LANDING, supportUrl }))).to.deep.equal([
      '<a class="support" href="https://help.acme.example/domi?a=1&amp;b=&quot;2&quot;" rel="noreferrer">',
    ]);
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

/** Every text of a language with its path; functions are called with the given name. */
function listAllTexts(value: unknown, name = 'Zoom', path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(name))]];
  return Object.entries(value as object).flatMap(([key, member]) =>
    listAllTexts(member, name, path === '' ? key : `${path}.${key}`),
  );
}
