import { expect } from 'chai';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { STEP_NUMBERS, walk } from '../../src/sandbox/walk.ts';
import { useBrowser } from './use-browser.ts';

const TENANTS = {
  /** A host of its own, and on the same host a path. */
  acme: { at: (port: number) => `http://localhost:${port}`, displayName: 'Acme by host', language: 'en' },
  globex: {
    at: (port: number) => `http://localhost:${port}/globex`,
    displayName: 'Globex by path',
    language: 'de',
  },
  /** A host that only the browser knows. */
  initech: {
    at: (port: number) => `http://initech.localhost:${port}`,
    displayName: 'Initech by host',
    language: 'fr',
  },
} as const;

describe('tenants in a browser', function () {
  // The whole process flow, on a machine that may be busy.
  this.timeout(60_000);
  const test = useBrowser({
    tenants: (port) =>
      Object.fromEntries(
        Object.entries(TENANTS).map(([id, { at, ...tenant }]) => [id, { ...tenant, publicUrl: at(port) }]),
      ),
  });
  const addressOf = (id: keyof typeof TENANTS): string => TENANTS[id].at(test.stack.webPort);

  for (const [index, id] of (['acme', 'globex'] as const).entries()) {
    it(`${id}, when the process flow is walked at its address, has every step happen as documented`, async () => {
      const { page, messages, requests } = await test.openWindow();
      const stack = { ...test.stack, rootUrl: addressOf(id) };
      const serviceId = SERVICE_IDS[index] ?? 'zoom';
      const numbers: string[] = [];
      for await (const step of walk({ page, stack, serviceId, now: () => new Date() })) {
        numbers.push(step.number);
      }
      expect(numbers).to.deep.equal(STEP_NUMBERS);
      expect(messages, 'console').to.deep.equal([]);
      expect(await page.locator('.tenant').textContent()).to.equal(TENANTS[id].displayName);
      expect(await page.locator('html').getAttribute('lang')).to.equal(TENANTS[id].language);
      const own = requests.filter(({ by }) => by.startsWith(`${addressOf(id)}/`));
      const elsewhere = own.filter(({ url }) => !url.startsWith(`${addressOf(id)}/`));
      expect(own).to.have.length.above(3);
      expect(elsewhere, 'requests elsewhere').to.deep.equal([]);
    });
  }

  it('one at another host, when somebody signs in there, shows the token there', async () => {
    const { page, person, messages } = await test.openWindow();
    await person.startSignIn(`${addressOf('initech')}/dominoZoom/index.html`);
    await person.allow();
    expect(page.url()).to.equal(`${addressOf('initech')}/dominoZoom/token.html`);
    expect(await person.readToken()).to.have.length.above(100);
    expect(await page.locator('.tenant').textContent()).to.equal('Initech by host');
    expect(messages, 'console').to.deep.equal([]);
  });

  it('one that signs in, when it comes back to the address of another, gets nothing there', async () => {
    for (const other of ['acme', 'initech'] as const) {
      const { page, person, requests } = await test.openWindow();
      await person.startSignIn(`${addressOf('globex')}/dominoZoom/index.html`);
      const states = requests.map(({ url }) => new URL(url).searchParams.get('state'));
      const state = states.find((candidate) => candidate !== null);
      await page.goto(`${addressOf(other)}/zoomCallback?code=C&state=${state}`);
      const code = await page.locator('#details dd').nth(2).textContent();
      expect(code).to.equal('invalid_flow');
      expect(await page.locator('#refreshToken').count()).to.equal(0);
    }
  });
});
