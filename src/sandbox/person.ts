import type { Page } from 'playwright-core';

/** The person in front of the browser. */
export interface Person {
  /** Follows "Get OAuth Token" up to the consent page of the meeting service. */
  startSignIn(startUrl: string): Promise<void>;
  allow(): Promise<void>;
  cancel(): Promise<void>;
  /** @returns the token on the token page */
  readToken(): Promise<string>;
  /** Presses Copy. @returns the content of the clipboard */
  copyToken(): Promise<string>;
}

/** Selectors of the sandbox's own pages. */
const LOGIN = 'input[name=login]';
const SIGN_IN = 'button[name=action][value=login]';
const ALLOW = 'button[name=action][value=allow]';
const CANCEL = 'button[name=action][value=cancel]';

export function createPerson(page: Page): Person {
  return {
    async startSignIn(startUrl) {
      await page.goto(startUrl);
      await page.locator(`${LOGIN}, ${ALLOW}`).first().waitFor();
      // The services remember who is signed in, as the real ones do.
      if (await page.locator(LOGIN).isVisible()) await page.locator(SIGN_IN).click();
      await page.locator(ALLOW).waitFor();
    },
    async allow() {
      await page.locator(ALLOW).click();
      // Every page of the web application has a heading.
      await page.waitForURL((url) => /(^|\.)localhost$/.test(url.hostname));
      await page.locator('h1').waitFor();
    },
    async cancel() {
      await page.locator(CANCEL).click();
      await page.waitForURL((url) => /(^|\.)localhost$/.test(url.hostname));
      await page.locator('h1').waitFor();
    },
    readToken: async () => (await page.locator('#refreshToken').textContent()) ?? '',
    async copyToken() {
      await page.locator('#btncopy').click();
      // The page shows a status when the browser has copied.
      await page.locator('#status:not(:empty)').waitFor();
      return page.evaluate('navigator.clipboard.readText()');
    },
  };
}
