import axe from 'axe-core';
import { expect } from 'chai';
import { useBrowser } from './use-browser.ts';

/** Pages as they are after something was done on them; gallery.test.ts has all of them as they are loaded. */
describe('the accessibility of the token page', () => {
  const test = useBrowser();

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`K6 after Copy and Show, when the colours are ${colorScheme}, has no fault that axe knows`, async () => {
      const { page, person } = await test.openWindow({ colorScheme, reducedMotion: 'reduce' });
      await person.startSignIn(test.startUrl('zoom'));
      await person.allow();
      await person.copyToken();
      await page.locator('label[for=show]').click();
      await page.evaluate(axe.source);
      const { violations, passes } = (await page.evaluate('axe.run()')) as axe.AxeResults;
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(faults).to.deep.equal([]);
      expect(passes, 'rules that applied').to.have.length.above(10);
    });
  }
});
