import { expect } from 'chai';
import { ERROR_CATALOGUE, ERROR_CODES } from '../../src/oauth/errors.ts';
import { createPages } from '../../src/pages/pages.ts';
import { en } from '../../src/pages/texts/en.ts';
import type { Pages } from '../../src/pages/views.ts';
import { FAULT, listTags, readText } from './samples.ts';

const GENERAL_HEADLINE = 'This did not work';

describe('error page', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  for (const code of ERROR_CODES) {
    it(`when the code is ${code}, has a headline of its own, the description and advice`, () => {
      const { status, action, description } = ERROR_CATALOGUE[code];
      for (const label of ['Zoom', undefined]) {
        const html = pages.error({ ...FAULT, label, code, status, action, description });
        const headline = /<h1>([^<]*)<\/h1>/.exec(html)?.[1];
        expect(headline).to.have.length.above(8).and.not.equal(GENERAL_HEADLINE);
        const words = readText(html, /class="description"/);
        expect(words).to.equal((en.error.descriptionOf as Record<string, string>)[code] ?? description);
        // Nobody who sees this page has a token that could be kept.
        expect(words).to.not.match(/token is still good|Keep the token/);
        expect(html).to.match(/<h2>What to do next<\/h2>\n<p>[^<]{20,}<\/p>/);
        expect(html).to.contain(`HTTP status ${status} · `);
      }
    });
  }

  it('when the meeting service is at fault, names it', () => {
    const html = pages.error({ ...FAULT, code: 'provider_timeout', label: 'Webex' });
    expect(html).to.contain('<h1>Webex did not answer in time</h1>');
  });

  for (const code of ['a_code_of_tomorrow', 'constructor', '__proto__']) {
    it(`when the code is the unknown ${code}, still gives a complete page`, () => {
      const html = pages.error({ ...FAULT, code, action: 'retry' });
      expect(html).to.contain(`<h1>${GENERAL_HEADLINE}</h1>`).and.to.contain('try again');
    });
  }

  it('when a new sign-in helps, offers it before the home page', () => {
    expect(listLinks(pages.error(FAULT))).to.deep.equal([
      '<a class="brand" href="/acme/">',
      '<a class="start button" href="/acme/dominoZoom/index.html">',
      '<a class="home" href="/acme/">',
    ]);
  });

  it('when a new sign-in would not help, leads to the home page only', () => {
    expect(listLinks(pages.error({ ...FAULT, startUrl: undefined }))).to.deep.equal([
      '<a class="brand" href="/acme/">',
      '<a class="home button" href="/acme/">',
    ]);
  });

  it('when shown, gives the request id to read out', () => {
    const html = pages.error(FAULT);
    expect(html).to.contain('Request id: <code translate="no">7K3F9QZ1XA</code>');
  });

  it('when there is no token, has no box that could be taken for one', () => {
    expect(pages.error(FAULT)).to.not.match(/<textarea|id="token"|id="copy"|<script/);
  });
});

function listLinks(html: string): string[] {
  return listTags(html).filter((tag) => tag.startsWith('<a '));
}
