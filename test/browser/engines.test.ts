import { expect } from 'chai';
import { createLogger } from '../../src/observability/logger.ts';
import { en } from '../../src/pages/texts/en.ts';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { type Stack, startStack } from '../../src/sandbox/stack.ts';
import { findProgram } from '../helpers/find-program.ts';
import { skipSuite } from '../helpers/skip.ts';
import { type Engine, waitUntil } from './engines/engine.ts';
import { startFirefox } from './engines/start-firefox.ts';
import { startWebKit } from './engines/start-webkit.ts';

const ENGINES: Readonly<Record<string, () => Promise<Engine | string>>> = {
  async Firefox() {
    const program = await findProgram(['firefox-esr', '/usr/bin/firefox-esr']);
    return program ? startFirefox(program) : 'firefox-esr is not installed';
  },
  async WebKit() {
    const driver = await findProgram(['WebKitWebDriver', '/usr/bin/WebKitWebDriver'], '--help');
    const screen = await findProgram(['Xvfb', '/usr/bin/Xvfb'], '-help');
    return driver && screen ? startWebKit(driver, screen) : 'webkit2gtk-driver or xvfb is not installed';
  },
};

/** The main walk of a person in the engines of other browsers, over plain http on localhost, as in the demo. */
for (const [name, start] of Object.entries(ENGINES)) {
  describe(`the pages in ${name}`, function () {
    this.timeout(120_000);
    let engine: Engine;
    let stack: Stack;

    before(async function () {
      const started = await start();
      if (typeof started === 'string') skipSuite(this, started);
      engine = started;
      stack = await startStack({
        webPort: await findFreePort(),
        managementPort: 0,
        logger: createLogger('silent'),
        build: { version: '0.0.0-test', commit: 'test' },
      });
    });
    after(async () => {
      await engine?.close();
      await stack?.stop();
    });

    const read = async (expression: string): Promise<string> => String(await engine.evaluate(expression));

    /** From the landing page to the consent page of the service. */
    async function startSignIn(id: string): Promise<void> {
      await engine.open(`${stack.rootUrl}/`);
      await engine.click(`a[data-service=${id}]`);
      const consent = "document.querySelector('button[value=allow]') !== null";
      await waitUntil(engine, `${consent} || document.querySelector('input[name=login]') !== null`);
      if (!(await engine.evaluate(consent))) await engine.click('button[value=login]');
      await waitUntil(engine, consent);
    }

    // All services where it takes a second each.
    for (const id of name === 'Firefox' ? SERVICE_IDS : (['zoom', 'teams'] as const)) {
      it(`when somebody signs in at ${id}, show a hidden token at a clean address, copy it, and not again`, async () => {
        await startSignIn(id);
        await engine.click('button[value=allow]');
        await waitUntil(engine, "document.getElementById('refreshToken') !== null");
        await waitUntil(engine, "document.getElementById('btncopy').hidden === false");
        expect(await read('location.href')).to.equal(
          `${stack.rootUrl}/${findNotesService(id).startPath}/token.html`,
        );
        const token = await read("document.getElementById('refreshToken').innerText");
        expect(token).to.have.length.above(100);
        expect(await read("getComputedStyle(document.getElementById('refreshToken')).color")).to.equal(
          'rgba(0, 0, 0, 0)',
        );

        await engine.click('#btncopy');
        await waitUntil(engine, "document.getElementById('status').textContent !== ''");
        expect(await read('document.title')).to.equal(`✓ ${en.token.copiedTitle}`);
        if (name === 'Firefox') expect(await read('navigator.clipboard.readText()')).to.equal(token);
        await engine.click('label[for=show]');
        await waitUntil(
          engine,
          "getComputedStyle(document.getElementById('refreshToken')).color !== 'rgba(0, 0, 0, 0)'",
        );

        await engine.open(`${stack.rootUrl}/${findNotesService(id).startPath}/token.html`);
        expect(await read("document.querySelector('h1').textContent")).to.equal(
          en.error.topics.nothingWaiting.headline,
        );
        expect(await read('document.documentElement.outerHTML')).to.not.include(token);
      });
    }

    it('when access is declined, say so and offer a new start', async () => {
      await startSignIn('teams');
      await engine.click('button[value=cancel]');
      await waitUntil(engine, "document.querySelector('a.start') !== null");
      expect(await read("document.querySelector('h1').textContent")).to.equal(
        en.error.topics.declined.headline,
      );
    });

    it('when another language is chosen, keep it for the sign-in', async () => {
      await engine.open(`${stack.rootUrl}/?lang=de`);
      await engine.open(`${stack.rootUrl}/dominoZoom/token.html`);
      expect(await read('document.documentElement.lang')).to.equal('de');
      await engine.open(`${stack.rootUrl}/?lang=en`);
    });
  });
}
