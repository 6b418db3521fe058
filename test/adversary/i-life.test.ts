import { expect } from 'chai';
import { ensureCompiled } from '../helpers/compiled-service.ts';
import { createTestService, TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { findProgram } from '../helpers/find-program.ts';
import { CookieJar, send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE } from '../helpers/scripted-provider.ts';
import { runProgram, waitUntilServing } from '../helpers/service-process.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { skipTest } from '../helpers/skip.ts';

/** The user of the image. */
const UID = 65_532;

describe('the life of a process', function () {
  this.timeout(60_000);

  it('I5 a provider that is down makes nobody unready', async () => {
    const provider = await createScriptedProvider();
    const service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
    await provider.stop();
    try {
      for (let round = 0; round < 30; round += 1) {
        const answer = await service.get('/dominoZoomRefresh', { authorization: `Bearer T${round}` });
        expect(answer.status).to.be.oneOf([502, 503]);
      }
      for (const path of ['/readyz', '/livez']) {
        expect((await send(service.managementUrl + path)).status, path).to.equal(200);
      }
    } finally {
      await service.stop();
    }
  });

  it('I6 serves from a folder that it cannot write, as a user without a name or a home, with a heap of 64 MiB', async function () {
    if (process.getuid?.() !== 0) skipTest(this, 'only root can start a process of another user');
    if ((await findProgram(['setpriv'], '--version')) === undefined)
      skipTest(this, 'setpriv is not installed');
    const command = [
      'cd /',
      `exec setpriv --reuid ${UID} --regid ${UID} --clear-groups -- "$0" --max-old-space-size=64 "$@"`,
    ];
    const args = ['-c', command.join(' && '), process.execPath, ...ensureCompiled()];
    const serving = await waitUntilServing(
      runProgram('/bin/sh', args, { PATH: process.env['PATH'] ?? '', ...TEST_ENVIRONMENT }),
    );
    try {
      expect((await send(`${serving.web}/`, { headers: { accept: 'text/html' } })).status).to.equal(200);
      expect((await send(`${serving.management}/metrics`)).body).to.include('domi_build_info');
    } finally {
      serving.process.kill('SIGTERM');
    }
    expect((await serving.exited).code).to.equal(0);
  });

  for (const [seconds, isServed] of [
    [55, true],
    [-55, true],
    [-90, false],
  ] as const) {
    it(`I7 a replica whose clock is ${seconds} s ahead ${isServed ? 'ends' : 'refuses'} the sign-in of another`, async () => {
      const provider = await createScriptedProvider();
      const options = { environment: INSECURE, providerFile: provider.providerFile };
      const first = await createTestService(options);
      const ahead = () => new Date(Date.now() + seconds * 1000);
      const second = await createTestService({ ...options, now: ahead });
      try {
        const jar = new CookieJar();
        const host = 'domi.example.com';
        const at =
          (url: string) =>
          (path: string): ReturnType<typeof jar.get> =>
            jar.get(url + path, { host });
        const state = (await start(at(first.url), 'dominoZoom')).searchParams.get('state') ?? '';
        const back = await comeBack(at(second.url), 'zoomCallback', { code: 'C', state });
        expect(back.status).to.equal(isServed ? 303 : 400);
        expect(provider.received).to.deep.equal([]);
        if (!isServed) return;
        expect((await at(first.url)('/dominoZoom/token.html')).status).to.equal(200);
      } finally {
        await first.stop();
        await second.stop();
        await provider.stop();
      }
    });
  }
});
