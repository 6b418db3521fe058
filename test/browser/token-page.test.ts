import { expect } from 'chai';
import { en } from '../../src/pages/texts/en.ts';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { useBrowser, type Window } from './use-browser.ts';

describe('the token page in a browser', () => {
  const test = useBrowser();

  /** What must not change once the token has been shown. */
  function countTraces({ requests }: Window): { authorizations: number; providerCalls: number } {
    const { url, calls } = test.stack.sandbox;
    const authorizations = requests.filter(
      (request) => request.url.startsWith(url) && /state=/.test(request.url),
    );
    return { authorizations: authorizations.length, providerCalls: calls.length };
  }

  /** Not by the tools of the test: they do not know pages that come back out of the Back/Forward cache. */
  async function press({ page }: Window, button: 'back' | 'forward'): Promise<void> {
    await page.evaluate(`setTimeout(() => history.${button}())`);
  }

  async function expectNoToken({ page }: Window, token: string): Promise<void> {
    await page.getByRole('heading', { name: String(en.error.topics.nothingWaiting.headline) }).waitFor();
    expect(await page.locator('#refreshToken').count(), 'boxes for a token').to.equal(0);
    expect(await page.content()).not.to.include(token);
    expect(await page.locator('a.start').getAttribute('href'), 'the offer to start again').to.match(
      /index\.html$/,
    );
  }

  for (const id of SERVICE_IDS) {
    describe(`of ${findNotesService(id).label}`, () => {
      let window: Window;
      let token: string;

      beforeEach(async () => {
        window = await test.openWindow();
        await window.person.startSignIn(test.startUrl(id));
        await window.person.allow();
        token = await window.person.readToken();
        expect(token).to.have.length.above(100);
        expect(window.page.url()).to.equal(test.tokenUrl(id));
      });

      it('D5 K4 when it is reloaded, shows the token no more and starts nothing', async () => {
        const before = countTraces(window);
        await window.page.reload();
        await expectNoToken(window, token);
        expect(countTraces(window)).to.deep.equal(before);
      });

      it('D5 when the person goes on and comes Back, shows the token no more and starts nothing', async () => {
        const before = countTraces(window);
        await window.page.goto(`${test.stack.rootUrl}/`);
        await press(window, 'back');
        await window.page.waitForURL(test.tokenUrl(id));
        await expectNoToken(window, token);
        expect(countTraces(window)).to.deep.equal(before);
      });

      it('D5 when the person goes Back from it and Forward again, shows the token no more and starts nothing', async () => {
        const before = countTraces(window);
        await press(window, 'back');
        await window.page.waitForURL(`${test.stack.sandbox.url}/**`);
        await press(window, 'forward');
        await window.page.waitForURL(test.tokenUrl(id));
        await expectNoToken(window, token);
        expect(countTraces(window)).to.deep.equal(before);
      });

      it('D5 when the history is read, has left neither code nor token in an address', async () => {
        const code = window.requests
          .filter(({ url }) => url.startsWith(test.stack.rootUrl))
          .map(({ url }) => new URL(url).searchParams.get('code'))
          .find((value) => value !== null);
        const { page } = window;
        const session = await page.context().newCDPSession(page);
        const { entries } = await session.send('Page.getNavigationHistory');
        const addresses = entries.map(({ url }) => url);
        expect(addresses.at(-1)).to.equal(test.tokenUrl(id));
        for (const address of [...addresses, await page.evaluate('document.referrer')]) {
          expect(address).not.to.include('code=');
          expect(address).not.to.include('Callback');
          expect(address).not.to.include(token);
        }
        expect(code ?? '', 'the code that the test looks for').not.to.equal('');
        expect(await page.content()).not.to.include(code);
      });
    });
  }

  it('when there is no token, shows no box for one and starts nothing', async () => {
    const window = await test.openWindow();
    const response = await window.page.goto(test.tokenUrl('zoom'));
    expect(response?.status()).to.equal(400);
    await expectNoToken(window, 'eyJ');
    expect(countTraces(window).authorizations).to.equal(0);
  });

  it('K4 when Copy is pressed on the keyboard, puts exactly the token on the clipboard', async () => {
    const { page, person } = await test.openWindow();
    await person.startSignIn(test.startUrl('teams'));
    await person.allow();
    await page.evaluate("navigator.clipboard.writeText('something else')");
    await page.locator('#btncopy').focus();
    await page.keyboard.press('Enter');
    await page.locator('#status:not(:empty)').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(await person.readToken());
  });
});
