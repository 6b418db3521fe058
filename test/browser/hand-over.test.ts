import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/texts/en.ts';
import { useBrowser, type Window } from './use-browser.ts';

describe('the hand-over of a token', () => {
  const test = useBrowser();

  async function showToken(options: Parameters<typeof test.openWindow>[0] = {}): Promise<Window> {
    const window = await test.openWindow(options);
    await window.person.startSignIn(test.startUrl('zoom'));
    await window.person.allow();
    return window;
  }

  const readClipboard = (page: Page): Promise<string> => page.evaluate('navigator.clipboard.readText()');

  /** What is painted, in the words of CSS. */
  const readStyle = (page: Page): Promise<{ isHidden: boolean; lines: number }> =>
    page.evaluate(`(() => {
      const token = document.getElementById('refreshToken');
      const style = getComputedStyle(token);
      return { isHidden: style.color === 'rgba(0, 0, 0, 0)', lines: Math.round(token.clientHeight / parseFloat(style.fontSize)) };
    })()`);

  it('when it begins, hides the token in one line, tells its length, and shows it when asked, also by keyboard', async () => {
    const { page, person } = await showToken();
    const token = await person.readToken();
    expect(await readStyle(page)).to.deep.include({ isHidden: true });
    expect((await readStyle(page)).lines).to.be.below(5);
    expect(await page.locator('.length').textContent()).to.equal(`${token.length} characters`);
    await page.locator('#show').focus();
    await page.keyboard.press('Space');
    expect(await readStyle(page)).to.deep.include({ isHidden: false });
    expect((await readStyle(page)).lines).to.be.above(5);
    await page.locator('label[for=show]').click();
    expect(await readStyle(page)).to.deep.include({ isHidden: true });
  });

  it('K4 when the first key is Tab and the second Enter, has copied', async () => {
    const { page, person } = await showToken();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#status:not(:empty)').waitFor();
    expect(await readClipboard(page)).to.equal(await person.readToken());
  });

  it('when the token is copied, ticks the first step, turns to the second, and says so in the title', async () => {
    const { page, person } = await showToken();
    const current = page.locator('.live li[aria-current=step]');
    expect(await current.textContent()).to.include('Copy the token');
    expect(await page.title()).to.equal('Zoom for HCL Notes Setup');
    await person.copyToken();
    expect(await current.textContent()).to.include('Online Meeting Credentials');
    expect(await page.locator('.live li.done').count()).to.equal(1);
    expect(await page.title()).to.equal(`✓ ${en.token.copiedTitle}`);
    expect(await page.locator('#status').textContent()).to.equal(en.token.copiedStatus);
  });

  it('when it is left without a copy, asks first; after a copy it does not', async () => {
    const { page, person } = await showToken();
    const questions: string[] = [];
    page.on('dialog', async (dialog) => {
      questions.push(dialog.type());
      await dialog.dismiss();
    });
    // Browsers ask only when the person has done something on the page.
    await page.locator('label[for=show]').click();
    await page.evaluate("setTimeout(() => { location.href = '/'; })");
    await page.locator('#btncopy').hover();
    expect(questions).to.deep.equal(['beforeunload']);
    expect(page.url()).to.equal(test.tokenUrl('zoom'));
    await person.copyToken();
    await page.goto(`${test.stack.rootUrl}/`);
    expect(questions).to.have.length(1);
  });

  it('when the browser refuses the clipboard, selects the token, and Ctrl+C copies all of it', async () => {
    const { page, person } = await showToken();
    const token = await person.readToken();
    await page.evaluate("navigator.clipboard.writeText('something else')");
    await page.evaluate(`
      navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
      document.execCommand = () => false;
    `);
    await page.locator('#btncopy').click();
    await page.locator('#status:not(:empty)').waitFor();
    expect(await page.locator('#status').textContent()).to.equal(en.copyFailed);
    expect(await readClipboard(page)).to.equal('something else');
    await page.keyboard.press('Control+C');
    expect(await readClipboard(page)).to.equal(token);
    expect(await page.locator('.live li.done').count()).to.equal(1);
  });

  it('when the page knows no clipboard, as on old browsers, uses the old command', async () => {
    const { page, person } = await showToken();
    const token = await person.readToken();
    await page.evaluate(`
      window.clipboard = navigator.clipboard;
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    `);
    await page.locator('#btncopy').click();
    await page.locator('#status:not(:empty)').waitFor();
    expect(await page.evaluate('window.clipboard.readText()')).to.equal(token);
  });

  it('K4 when scripts are off, says how to copy, and the token can be shown, selected and copied', async () => {
    const { page } = await showToken({ javaScriptEnabled: false });
    expect(await page.locator('#btncopy').isVisible()).to.equal(false);
    expect(await page.locator('noscript').innerText()).to.equal(en.token.withoutScript);
    await page.locator('label[for=show]').click();
    expect(await readStyle(page)).to.deep.include({ isHidden: false });
    const token = (await page.locator('#refreshToken').textContent()) ?? '';
    await page.locator('#refreshToken').click();
    await page.keyboard.press('Control+C');
    expect(await readClipboard(page)).to.equal(token);
    // Masked again, the copy is still the token and not the dots.
    await page.locator('label[for=show]').click();
    await page.evaluate("navigator.clipboard.writeText('something else')");
    await page.locator('#refreshToken').click();
    await page.keyboard.press('Control+C');
    expect(await readClipboard(page)).to.equal(token);
  });

  it('when colours are forced, stays hidden, and its frame and the button have borders', async () => {
    const { page } = await showToken({ forcedColors: 'active' });
    expect(await readStyle(page)).to.deep.include({ isHidden: true });
    const widths = await page.evaluate(
      "['btncopy', 'refreshToken'].map((id) => getComputedStyle(document.getElementById(id)).borderTopWidth)",
    );
    expect(widths).to.deep.equal(['1px', '1px']);
  });

  it('when it is printed, puts nothing of the token on paper', async () => {
    const { page } = await showToken();
    await page.locator('label[for=show]').click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#refreshToken').isVisible()).to.equal(false);
    expect(await page.locator('.printed').isVisible()).to.equal(true);
    expect(await page.locator('#btncopy').isVisible()).to.equal(false);
    // Browsers print no grounds, so letters must show without them.
    const colour = "getComputedStyle(document.querySelector('.monogram')).color";
    expect(await page.evaluate(colour)).to.equal(
      await page.evaluate('getComputedStyle(document.body).color'),
    );
  });

  it('when a screen reader waits for the result of Copy, finds the place for it before it is filled', async () => {
    const { page } = await showToken();
    const isThere = () => page.evaluate("document.getElementById('status').checkVisibility()");
    expect(await page.locator('#status').textContent()).to.equal('');
    expect(await isThere()).to.equal(true);
    await page.locator('#btncopy').click();
    await page.locator('#status:not(:empty)').waitFor();
    expect(await isThere()).to.equal(true);
  });

  it('when the script of a newer Notes client looks for the parts of 1.x, finds them', async () => {
    const { page, person } = await showToken();
    const token = await person.readToken();
    expect(await page.evaluate("document.getElementById('refreshToken').innerText")).to.equal(token);
    expect(await page.evaluate("document.getElementById('refreshToken').textContent")).to.equal(token);
    await page.evaluate("document.getElementById('btncopy').click()");
    await page.locator('#status:not(:empty)').waitFor();
    expect(await readClipboard(page)).to.equal(token);
  });

  it('when the code is too long for one cookie, ends at a clean address', async () => {
    const { page, person, requests } = await test.openWindow();
    await person.startSignIn(test.startUrl('zoom'));
    const states = requests.map(({ url }) => new URL(url).searchParams.get('state'));
    const state = states.find((candidate) => candidate !== null) ?? '';
    const query = new URLSearchParams({ code: 'c'.repeat(4000), state });
    await page.goto(`${test.stack.rootUrl}/zoomCallback?${query}`);
    const rounds = requests.filter(({ url }) => url.includes('code=cccc'));
    expect(rounds, 'requests of the callback').to.have.length.above(2);
    // The code was made up, so the exchange fails.
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).to.equal(test.tokenUrl('zoom'));
  });
});
