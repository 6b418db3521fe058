import { expect } from 'chai';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { STEP_NUMBERS, walk } from '../../src/sandbox/walk.ts';
import { useBrowser } from './use-browser.ts';

describe('the process flow in a browser', () => {
  const test = useBrowser();

  for (const serviceId of SERVICE_IDS) {
    it(`K1 K2 of ${findNotesService(serviceId).label}, when it is walked, has every step happen as documented`, async () => {
      const { page, messages, requests } = await test.openWindow();
      const numbers: string[] = [];
      for await (const step of walk({ page, stack: test.stack, serviceId, now: () => new Date() })) {
        numbers.push(step.number);
      }
      expect(numbers).to.deep.equal(STEP_NUMBERS);
      expect(messages, 'console').to.deep.equal([]);

      const byOwnPages = requests.filter(({ by }) => by.startsWith(test.stack.rootUrl));
      expect(byOwnPages, 'style sheet, script, logo, fonts').to.have.length.of.at.least(4);
      const elsewhere = byOwnPages.filter(({ url }) => !url.startsWith(`${test.stack.rootUrl}/`));
      expect(elsewhere, 'requests to other origins').to.deep.equal([]);
    });
  }
});
