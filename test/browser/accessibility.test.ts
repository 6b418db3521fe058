import axe from 'axe-core';
import { expect } from 'chai';
import { useBrowser, type Window } from './use-browser.ts';

describe('the accessibility of a page', () => {
  const test = useBrowser();

  const PAGES: Readonly<Record<string, (window: Window) => Promise<unknown>>> = {
    'landing page': ({ page }) => page.goto(`${test.stack.rootUrl}/`),
    'token page': async ({ person }) => {
      await person.startSignIn(test.startUrl('zoom'));
      await person.allow();
    },
    'token page after Copy': async ({ person }) => {
      await person.startSignIn(test.startUrl('zoom'));
      await person.allow();
      await person.copyToken();
    },
    'page of a fault': ({ page }) => page.goto(test.tokenUrl('zoom')),
  };

  for (const [name, open] of Object.entries(PAGES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`of the ${name}, when the colours are ${colorScheme}, has no fault that axe knows`, async () => {
        const window = await test.openWindow();
        await window.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await open(window);
        await window.page.evaluate(axe.source);
        const { violations, passes } = (await window.page.evaluate('axe.run()')) as axe.AxeResults;
        const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        expect(faults).to.deep.equal([]);
        expect(passes, 'rules that applied').to.have.length.above(10);
      });
    }
  }
});
