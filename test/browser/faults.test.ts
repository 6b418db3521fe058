import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/texts/en.ts';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { useBrowser } from './use-browser.ts';

const HEADLINES = {
  declined: String(en.error.topics.declined.headline),
  notCompleted: String(en.error.topics.notCompleted.headline),
};

describe('what a person sees in a browser', () => {
  const test = useBrowser();

  async function expectFault(page: Page, headline: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: headline }).waitFor();
    expect(await page.locator('#refreshToken').count(), 'boxes for a token').to.equal(0);
    expect(page.url()).to.match(new RegExp(`^${test.stack.rootUrl}/`));
  }

  for (const id of SERVICE_IDS) {
    const service = findNotesService(id);

    it(`of ${service.label}, when Cancel is pressed, is that access was not allowed, and a way to start again`, async () => {
      const before = test.stack.sandbox.calls.length;
      const { page, person } = await test.openWindow();
      await person.startSignIn(test.startUrl(id));
      await person.cancel();
      await expectFault(page, HEADLINES.declined);
      expect(test.stack.sandbox.calls.length, 'calls to the provider').to.equal(before);

      await page.locator('a.start').click();
      await page.waitForURL(`${test.stack.sandbox.url}/**`);
    });

    it(`of ${service.label}, when the browser keeps no cookies, is a clear page, and the code stays unspent`, async () => {
      const before = test.stack.sandbox.calls.length;
      const { page, person } = await test.openWindow();
      await person.startSignIn(test.startUrl(id));
      // What the service gets from a browser that blocks its cookies; the sandbox needs its own to go on.
      await page.context().clearCookies({ domain: 'localhost' });
      await person.allow();
      await expectFault(page, HEADLINES.notCompleted);
      expect(test.stack.sandbox.calls.length, 'calls to the provider').to.equal(before);
    });
  }

  it('of a callback, when it was never asked for, is a clear page', async () => {
    const before = test.stack.sandbox.calls.length;
    const { page } = await test.openWindow();
    await page.goto(`${test.stack.rootUrl}/zoomCallback?code=planted&state=planted`);
    await expectFault(page, HEADLINES.notCompleted);
    expect(test.stack.sandbox.calls.length, 'calls to the provider').to.equal(before);
  });

  it('K1 K2 of the landing page, when it is loaded, is nothing on the console and nothing from elsewhere', async () => {
    const { page, messages, requests } = await test.openWindow();
    await page.goto(`${test.stack.rootUrl}/`, { waitUntil: 'networkidle' });
    expect(await page.locator('a.service').count()).to.equal(SERVICE_IDS.length);
    expect(messages).to.deep.equal([]);
    expect(requests.filter(({ url }) => !url.startsWith(`${test.stack.rootUrl}/`))).to.deep.equal([]);
  });

  for (const id of SERVICE_IDS) {
    it(`of the landing page, when ${id} is chosen, is the sign-in of this service`, async () => {
      const { page } = await test.openWindow();
      await page.goto(`${test.stack.rootUrl}/`);
      await page.locator(`a[data-service=${id}]`).click();
      await page.waitForURL(`${test.stack.sandbox.url}/${id}/**`);
    });
  }
});
