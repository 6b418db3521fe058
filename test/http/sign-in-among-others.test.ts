import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';

/** What a browser says of a navigation. */
const ENTERED = { 'sec-fetch-site': 'none', 'sec-fetch-user': '?1' };
const FROM_OUR_PAGE = { 'sec-fetch-site': 'same-origin', 'sec-fetch-user': '?1' };
const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-user': '?1' };
const SCRIPT = { 'sec-fetch-site': 'cross-site' };
const SCRIPT_OF_SIBLING = { 'sec-fetch-site': 'same-site' };

describe('a sign-in in a browser in which other pages begin sign-ins', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    provider.answer = (_request, response) => answerTokens(response);
    service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  type Headers = Record<string, string>;
  const rows: [what: string, own: Headers, others: Headers][] = [
    ['an entered address, against scripts of another site', ENTERED, SCRIPT],
    ['an entered address, against scripts of a sibling host', ENTERED, SCRIPT_OF_SIBLING],
    ['an entered address, against clicks on links of another site', ENTERED, LINK],
    ['our own page, against scripts of another site', FROM_OUR_PAGE, SCRIPT],
    ['a link of another site, against scripts', LINK, SCRIPT],
    ['a browser without Fetch Metadata, against scripts', {}, SCRIPT],
  ];
  for (const [what, own, others] of rows) {
    it(`goes on: ${what}`, async () => {
      const browser = service.browse();
      const document = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
      const start = await browser.get('/dominoZoom/index.html', { ...document, ...own });
      const { searchParams } = new URL(start.headers.location ?? '');
      for (let count = 0; count < 8; count += 1)
        await browser.get('/dominoZoom/index.html', { ...document, ...others });
      expect(browser.jar.cookies.size, 'flows of this browser').to.be.at.most(6);

      const callback = await browser.get(`/zoomCallback?code=c&state=${searchParams.get('state')}`, document);
      expect(callback.status).to.equal(303);
      const page = await browser.get('/dominoZoom/token.html', document);
      expect(page.status).to.equal(200);
      expect(browser.jar.cookies.size, 'others stay').to.be.at.least(1);
    });
  }

  it('four services at the same time, from our own page, all end with a token', async () => {
    const browser = service.browse();
    const paths = ['Zoom', 'Teams', 'Webex', 'GTM'];
    const states: (string | null)[] = [];
    for (const path of paths) {
      const { headers } = await browser.get(`/domino${path}/index.html`, FROM_OUR_PAGE);
      states.push(new URL(headers.location ?? '').searchParams.get('state'));
    }
    const callbacks = ['zoomCallback', 'teamsCallback', 'webexCallback', 'gtmCallback'];
    for (const [index, callback] of callbacks.entries()) {
      const { status } = await browser.get(`/${callback}?code=c&state=${states[index]}`);
      expect({ callback, status }).to.deep.equal({ callback, status: 303 });
      expect((await browser.get(`/domino${paths[index]}/token.html`)).status).to.equal(200);
    }
  });
});
