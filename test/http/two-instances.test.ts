import { expect } from 'chai';
import { createTestService, TEST_SEAL_KEYS, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, CookieJar } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { start } from '../helpers/sign-in.ts';

const PATHS = [
  ['dominoZoom', 'zoomCallback'],
  ['dominoTeams', 'teamsCallback'],
  ['dominoWebex', 'webexCallback'],
  ['dominoGTM', 'gtmCallback'],
] as const;

describe('two instances that share the seal keys', () => {
  let provider: ScriptedProvider;
  let instances: TestService[];

  before(async () => {
    provider = await createScriptedProvider();
    const options = { environment: INSECURE, providerFile: provider.providerFile };
    instances = [await createTestService(options), await createTestService(options)];
  });
  after(async () => {
    for (const instance of instances) await instance.stop();
    await provider.stop();
  });

  /** A browser whose every request reaches the other instance. */
  function browseInTurns(): (path: string) => Promise<Answer> {
    const jar = new CookieJar();
    let turn = 0;
    return (path) => {
      turn += 1;
      return jar.get(`${instances[turn % 2]?.url}${path}`);
    };
  }

  for (const [path, callback] of PATHS) {
    it(`serve one flow of ${path} in turns, with a code in four parts`, async () => {
      const get = browseInTurns();
      const location = await start(get, path);
      const query = new URLSearchParams({
        code: 'c'.repeat(4400),
        state: location.searchParams.get('state') ?? '',
      });
      let answer = await get(`/${callback}?${query}`);
      while (answer.headers.location?.startsWith('#')) answer = await get(`/${callback}?${query}`);
      expect(answer.headers.location).to.equal(`/${path}/token.html#`);
      const page = await get(`/${path}/token.html`);
      expect(page.status).to.equal(200);
      expect(page.body).to.include('>RT<');
    });
  }

  it('H2 carry a running sign-in over a key rotation, and start afresh once the old key is gone', async () => {
    const rotated = `second:${sealKeyOf(2)}`;
    const options = { providerFile: provider.providerFile };
    const both = await createTestService({
      ...options,
      environment: { ...INSECURE, DOMI_SEAL_KEYS: `${rotated},${TEST_SEAL_KEYS}` },
    });
    const onlyNew = await createTestService({
      ...options,
      environment: { ...INSECURE, DOMI_SEAL_KEYS: rotated },
    });
    try {
      const jar = new CookieJar();
      const location = await start((path) => jar.get(`${instances[0]?.url}${path}`), 'dominoZoom');
      const callback = `/zoomCallback?code=C&state=${location.searchParams.get('state')}`;
      expect((await jar.get(onlyNew.url + callback)).status).to.equal(400);
      expect((await jar.get(both.url + callback)).status).to.equal(303);
      expect((await jar.get(`${onlyNew.url}/dominoZoom/token.html`)).status).to.equal(200);

      // A cookie of a key that is gone is no obstacle to a new sign-in.
      const stale = new CookieJar();
      await start((path) => stale.get(`${instances[0]?.url}${path}`), 'dominoZoom');
      const again = await start((path) => stale.get(`${onlyNew.url}${path}`), 'dominoZoom');
      const end = await stale.get(
        `${onlyNew.url}/zoomCallback?code=C&state=${again.searchParams.get('state')}`,
      );
      expect(end.status).to.equal(303);
    } finally {
      await both.stop();
      await onlyNew.stop();
    }
  });

  it('H2 carry fifty sign-ins over a rotation in two steps, wherever each of their requests arrives', async () => {
    const rotated = `second:${sealKeyOf(2)}`;
    const rings = [TEST_SEAL_KEYS, `${TEST_SEAL_KEYS},${rotated}`, `${rotated},${TEST_SEAL_KEYS}`, rotated];
    const steps: TestService[] = [];
    for (const DOMI_SEAL_KEYS of rings) {
      const environment = { ...INSECURE, DOMI_SEAL_KEYS };
      steps.push(await createTestService({ environment, providerFile: provider.providerFile }));
    }
    try {
      for (let count = 0; count < 50; count += 1) {
        // While a step is rolled out, replicas before and after it serve at the same time.
        const step = count % (steps.length - 1);
        const [before, after] = steps.slice(step, step + 2);
        const jar = new CookieJar();
        const ask = (path: string, isAfter: boolean) => jar.get(`${(isAfter ? after : before)?.url}${path}`);
        const isAfter = (bit: number): boolean => (count & (1 << bit)) !== 0;
        const location = await start((path) => ask(path, isAfter(0)), 'dominoZoom');
        const callback = `/zoomCallback?code=C${count}&state=${location.searchParams.get('state')}`;
        expect((await ask(callback, isAfter(1))).status, `step ${step}, ${count}`).to.equal(303);
        expect((await ask('/dominoZoom/token.html', isAfter(2))).status, `step ${step}, ${count}`).to.equal(
          200,
        );
      }
    } finally {
      for (const service of steps) await service.stop();
    }
  });
});
