import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { GALLERY } from '../../scripts/screenshots/gallery.ts';
import { type GalleryServer, serveGallery } from '../../scripts/screenshots/serve-gallery.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { findBrowserObstacle, launchBrowser } from '../../src/sandbox/browser.ts';
import { skipSuite } from '../helpers/skip.ts';

/** One of each template, and the error page with everything on it. */
const TEMPLATES = ['landing', 'token', 'consent', 'check', 'error-adminConsent'];

/** Every page in one browser and one window, one after the other: a new window for each would take minutes. */
describe('every page in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let gallery: GalleryServer;
  const messages: string[] = [];

  before(async function () {
    const obstacle = findBrowserObstacle();
    if (obstacle !== undefined) skipSuite(this, obstacle);
    [browser, gallery] = await Promise.all([launchBrowser(), serveGallery()]);
    context = await browser.newContext({ reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('console', (message) => messages.push(`${page.url()} ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => messages.push(`${page.url()}: ${error.message}`));
  });

  beforeEach(() => {
    messages.length = 0;
  });

  after(async () => {
    await browser?.close();
    gallery?.close();
  });

  const open = (name: string, language = 'en'): Promise<unknown> => page.goto(gallery.urlOf(name, language));

  /** @param rules undefined: all that axe has for WCAG 2.2 AA and its best practices */
  async function listViolations(rules?: readonly string[]): Promise<string[]> {
    // The one rule of WCAG 2.2 AA that axe leaves off unless it is asked for.
    const options = rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } };
    const { violations } = (await page.evaluate(
      `axe.run(document, ${JSON.stringify(options)})`,
    )) as axe.AxeResults;
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  for (const language of LANGUAGES) {
    it(`K1 K6 in ${language}, light and dark, has no fault that axe knows, and nothing on the console`, async () => {
      for (const name of TEMPLATES) {
        await page.emulateMedia({ colorScheme: 'light' });
        await open(name, language);
        await page.evaluate(axe.source);
        expect(await listViolations(), `${name} light`).to.deep.equal([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await listViolations(['color-contrast']), `${name} dark`).to.deep.equal([]);
      }
      expect(messages).to.deep.equal([]);
    });
  }

  it('about each error, light and dark, has no fault that axe knows', async () => {
    for (const { name } of GALLERY.filter(({ name }) => !TEMPLATES.includes(name))) {
      await page.emulateMedia({ colorScheme: 'light' });
      await open(name);
      await page.evaluate(axe.source);
      expect(await listViolations(), `${name} light`).to.deep.equal([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await listViolations(['color-contrast']), `${name} dark`).to.deep.equal([]);
    }
    expect(messages).to.deep.equal([]);
  });

  it('when axe finds a fault, would say so: a picture without a text', async () => {
    await open('landing');
    await page.evaluate(axe.source);
    await page.evaluate("document.querySelector('img').removeAttribute('alt')");
    expect((await listViolations()).join()).to.include('image-alt');
  });

  /** 1280 by 1024 pixels at 400 %, as WCAG 2.2 1.4.10 has it, and a phone. */
  const SCREENS = [
    { width: 320, height: 256 },
    { width: 360, height: 640 },
  ] as const;
  for (const viewport of SCREENS) {
    it(`at ${viewport.width} by ${viewport.height} pixels, needs no scrolling sideways in any language, and Copy is on the first screen`, async () => {
      await page.setViewportSize(viewport);
      for (const language of LANGUAGES) {
        for (const name of [...TEMPLATES, 'token-long', 'error-scopeMissing']) {
          await open(name, language);
          const width = await page.evaluate('document.documentElement.scrollWidth');
          expect(width, `${name} ${language}`).to.be.at.most(viewport.width);
          if (!name.startsWith('token')) continue;
          const copy = await page.locator('#btncopy').boundingBox();
          expect((copy?.y ?? 0) + (copy?.height ?? Infinity), `${name} ${language}`).to.be.at.most(
            viewport.height,
          );
        }
      }
    });
  }

  it('K6 when it is walked by keyboard, reaches everything in the order of the page, each with a visible ring', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const name of TEMPLATES) {
      await open(name);
      const expected = (await page.evaluate(`[...document.querySelectorAll(
        'a[href], button:not([hidden]), summary, input, [tabindex="0"]')]
        .filter((element) => element.checkVisibility({ contentVisibilityAuto: true }))
        .map((element) => element.id || element.className || element.textContent)`)) as string[];
      const reached: string[] = [];
      for (const _ of expected) {
        await page.keyboard.press('Tab');
        const [id, ring] = (await page.evaluate(`(() => {
          const element = document.activeElement;
          const ringed = element.id === 'show' ? document.querySelector('label[for=show]') : element;
          const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
          return [element.id || element.className || element.textContent, outlineStyle + ' ' + outlineWidth];
        })()`)) as [string, string];
        reached.push(id);
        expect(ring, `${name}: ${id}`).to.match(/^(solid|auto) [2-9]/);
      }
      expect(reached, name).to.deep.equal(expected);
      expect(expected, name).to.have.length.above(2);
    }
  });

  it('when another language is chosen, opens the list by keyboard and offers each by its own name', async () => {
    await open('landing');
    await page.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.languages a:visible').allTextContents()).to.include.members([
      'Deutsch',
      '日本語',
    ]);
    await page.evaluate(axe.source);
    expect(await listViolations()).to.deep.equal([]);
    await page.setViewportSize({ width: 320, height: 640 });
    for (const name of ['landing', 'error-nowhere']) {
      await open(name);
      await page.locator('summary').click();
      const list = await page.locator('.languages ul').boundingBox();
      expect(list?.x, name).to.be.at.least(0);
      expect((list?.x ?? 0) + (list?.width ?? 0), name).to.be.at.most(320);
    }
  });
});
