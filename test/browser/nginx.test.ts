import { expect } from 'chai';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { STEP_NUMBERS, walk } from '../../src/sandbox/walk.ts';
import { useBrowser } from './use-browser.ts';

/** As long as the longest that a meeting service is known to give, and as nginx has room for a response head. */
const LENGTH = 4096;

describe('codes and tokens of 4 KB behind a stock nginx', () => {
  const test = useBrowser({
    behindNginx: true,
    tokenLength: { code: LENGTH, access: LENGTH, refresh: LENGTH },
  });

  for (const serviceId of SERVICE_IDS) {
    it(`D6 of ${findNotesService(serviceId).label}, when the process flow is walked, pass`, async () => {
      const { page, person, requests } = await test.openWindow();
      const answers: { status: number; server: string | undefined; length: number }[] = [];
      page.on('response', (response) => {
        if (!response.url().startsWith(test.stack.rootUrl)) return;
        answers.push({
          status: response.status(),
          server: response.headers().server,
          length: response.url().length,
        });
      });

      const numbers: string[] = [];
      for await (const step of walk({ page, stack: test.stack, serviceId, now: () => new Date() })) {
        numbers.push(step.number);
      }

      expect(numbers).to.deep.equal(STEP_NUMBERS);
      expect(await person.readToken()).to.have.lengthOf(LENGTH);
      expect(Math.max(...answers.map(({ length }) => length)), 'the callback').to.be.above(LENGTH);
      expect(
        answers.filter(({ server }) => !server?.startsWith('nginx')),
        'past nginx',
      ).to.deep.equal([]);
      expect(
        answers.filter(({ status }) => status >= 400),
        'refused',
      ).to.deep.equal([]);
      expect(
        requests.filter(({ url }) => url.includes(`:${test.stack.webPort}/`)),
        'past nginx',
      ).to.deep.equal([]);
    });
  }
});
