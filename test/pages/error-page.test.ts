import { expect } from 'chai';
import { ERROR_CODES } from '../../src/oauth/errors.ts';
import { createPages } from '../../src/pages/pages.ts';
import { en } from '../../src/pages/texts/en.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { TEXTS } from '../../src/pages/texts/texts-by-language.ts';
import { TOPIC_OF_CODE } from '../../src/pages/texts/topics.ts';
import type { Pages } from '../../src/pages/views.ts';
import { FAULT, listTags, readText } from './samples.ts';

const GENERAL_HEADLINE = 'This did not work';
const CONSENT_URL = 'https://login.example.com/v2.0/adminconsent?client_id=1&scope=a%20b';

describe('error page', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  for (const code of ERROR_CODES) {
    it(`when the code is ${code}, says what happened, what to do, and how to report it`, () => {
      for (const service of [FAULT.service, undefined]) {
        const html = pages.error({ ...FAULT, service, code, status: 499 });
        const headline = /<h1>([^<]*)<\/h1>/.exec(html)?.[1];
        expect(headline)
          .to.match(/^[A-Z]/)
          .and.have.length.above(8)
          .and.not.equal(GENERAL_HEADLINE);
        expect(readText(html, /class="description"/)).to.match(/^[A-Z].{15,}\.$/s);
        expect(readText(html, /class="todo"/)).to.match(/^[A-Z].{15,}\.$/s);
        expect(readText(html, /id="details"/))
          .to.contain('499')
          .and.contain(code);
        // Nobody who sees this page has a token that could be kept.
        expect(html).to.not.match(/token is still good|Keep the token/);
      }
    });
  }

  for (const code of ['a_code_of_tomorrow', 'constructor', '__proto__']) {
    it(`when the code is the unknown ${code}, still gives a complete page`, () => {
      const html = pages.error({ ...FAULT, code });
      expect(html).to.contain(`<h1>${GENERAL_HEADLINE}</h1>`).and.to.contain('Try again');
    });
  }

  it('when the meeting service is at fault, names it', () => {
    const html = pages.error({
      ...FAULT,
      code: 'provider_timeout',
      service: { id: 'webex', label: 'Webex' },
    });
    expect(html).to.contain('<h1>Webex is not responding properly</h1>');
  });

  it('when no service is known, begins the sentence with a capital letter', () => {
    const html = pages.error({ ...FAULT, code: 'provider_timeout', service: undefined });
    expect(html).to.contain('<h1>The meeting service is not responding properly</h1>');
  });

  it('when a new sign-in helps, offers it first', () => {
    expect(listLinks(pages.error(FAULT))).to.deep.equal([
      '<a class="brand" href="/acme/">',
      '<a class="start button" href="/acme/dominoZoom/index.html">',
      '<a class="home" href="/acme/">',
    ]);
  });

  it('when the token may have been copied already, does not urge a new sign-in', () => {
    expect(listLinks(pages.error({ ...FAULT, code: 'no_waiting_code' }))).to.include(
      '<a class="start" href="/acme/dominoZoom/index.html">',
    );
  });

  it('when nothing is at the address, has no link at all, and files that are relative to the page', () => {
    const html = pages.error({
      ...FAULT,
      code: 'not_found',
      isAddressKnown: false,
      startUrl: undefined,
      homePath: undefined,
      assetBase: '',
    });
    expect(listLinks(html)).to.deep.equal([]);
    expect(html).to.contain('There is no site at this address');
    expect(html).to.match(/<link rel="stylesheet" href="assets\/page\.[0-9a-f]{12}\.css">/);
  });

  it('when only an administrator can consent, gives the link to send, and the same link to press', () => {
    const html = pages.error({
      ...FAULT,
      code: 'admin_consent_required',
      startUrl: undefined,
      adminConsentUrl: CONSENT_URL,
    });
    expect(readText(html, /id="consent-link"/)).to.equal(CONSENT_URL);
    expect(listLinks(html)).to.include(
      `<a class="consent" href="${CONSENT_URL.replace('&', '&amp;')}" rel="noreferrer">`,
    );
    expect(html).to.not.contain('class="start').and.not.contain('Did Zoom say');
  });

  it('when a refusal may mean that an administrator must consent, says so, and the link comes before a new start', () => {
    const html = pages.error({ ...FAULT, code: 'access_denied', adminConsentUrl: CONSENT_URL });
    expect(readText(html, /class="description"/)).to.include('only an administrator may approve');
    expect(readText(html, /class="todo"/)).to.match(/send the link below .*If you declined yourself/);
    expect(html).to.not.include('allow access').and.not.include('Did Zoom say');
    expect(html)
      .to.include('<a class="start" href')
      .and.match(/<button class="button"[^>]*"consent-link"/);
    expect(readText(html, /id="consent-link"/)).to.equal(CONSENT_URL);
  });

  it('when a refusal means only itself, since the service has no page for administrators, invites to allow access', () => {
    const html = pages.error({ ...FAULT, code: 'access_denied' });
    expect(readText(html, /class="todo"/)).to.include('start again and allow access');
    expect(html).to.include('<a class="start button" href');
  });

  it('when an app may be unknown because no administrator has consented, asks', () => {
    const html = pages.error({
      ...FAULT,
      code: 'unknown_app',
      startUrl: undefined,
      adminConsentUrl: CONSENT_URL,
    });
    expect(html).to.include('Did Zoom say that an administrator must approve the app?');
    expect(html).to.match(/<button class="small button"[^>]*"consent-link"/);
  });

  for (const language of LANGUAGES) {
    it(`when only an administrator can consent, and in ${language} no link can be given, does not promise one`, () => {
      const view = { ...FAULT, language, code: 'admin_consent_required', startUrl: undefined } as const;
      const { todo } = TEXTS[language].error.topics.adminConsent;
      const [without, withLink] = [pages.error(view), pages.error({ ...view, adminConsentUrl: CONSENT_URL })];
      expect(readText(withLink, /class="todo"/)).to.equal(todo);
      expect(readText(without, /class="todo"/)).to.equal(TEXTS[language].error.adminConsentWithoutLink);
      expect(without).to.not.include('consent-link');
    });
  }

  it('when there is a mail address for help, writes the mail', () => {
    const html = pages.error({ ...FAULT, supportUrl: 'mailto:help@acme.example?cc=it@acme.example' });
    const [, href = ''] = /class="support" href="([^"]*)"/.exec(html) ?? [];
    const url = new URL(href.replaceAll('&amp;', '&'));
    expect(url.pathname).to.equal('help@acme.example');
    expect(href).to.not.contain('+');
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      cc: 'it@acme.example',
      subject: 'HCL Notes: invalid_flow 7K3F9QZ1XA',
      body: 'Request ID: 7K3F9QZ1XA\r\nTime: 2026-11-26T09:41:00Z\r\nError: invalid_flow\r\nHTTP status: 400\r\nService: Zoom',
    });
  });

  it('when there is a web address for help, passes the details as parameters', () => {
    const html = pages.error({ ...FAULT, supportUrl: 'https://help.acme.example/new?form=7#top' });
    expect(html).to.contain(
      'href="https://help.acme.example/new?form=7&amp;request_id=7K3F9QZ1XA&amp;error=invalid_flow&amp;time=2026-11-26T09%3A41%3A00Z#top"',
    );
  });

  it('when the details are copied, gives the lines that are shown', () => {
    expect(pages.error({ ...FAULT, providerNumber: 'AADSTS65001' })).to.contain(
      '>invalid_flow (AADSTS65001)<',
    );
    const html = pages.error(FAULT);
    const [, text] = /id="details" data-text="([^"]*)"/.exec(html) ?? [];
    expect(text).to.equal(
      'Request ID: 7K3F9QZ1XA\nTime: 2026-11-26T09:41:00Z\nError: invalid_flow\nHTTP status: 400\nService: Zoom',
    );
    expect(html).to.contain('data-copy="details"');
  });

  it('when only the administrator can fix it, never says so beside a button to start again', () => {
    for (const code of ERROR_CODES) {
      const { todo } = en.error.topics[TOPIC_OF_CODE[code]];
      const text = typeof todo === 'string' ? todo : todo('Zoom');
      if (/^Only your administrator/.test(text)) expect(text, code).to.not.match(/start again/i);
    }
  });

  it('when there is no token, has nothing that could be taken for one', () => {
    expect(pages.error(FAULT)).to.not.match(/id="refreshToken"|id="btncopy"|<textarea/);
  });
});

function listLinks(html: string): string[] {
  return listTags(html).filter((tag) => tag.startsWith('<a '));
}
