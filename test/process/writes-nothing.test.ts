import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ensureCompiled } from '../helpers/compiled-service.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { CookieJar } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { runProgram, type Serving, waitUntilServing } from '../helpers/service-process.ts';
import { comeBack, start } from '../helpers/sign-in.ts';

describe('the files of the process', function () {
  this.timeout(60_000);
  let provider: ScriptedProvider;
  let folder: string;
  let service: Serving;

  before(async () => {
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-writes-'));
    const home = join(folder, 'home');
    mkdirSync(home);
    writeFileSync(join(folder, 'providers.json'), JSON.stringify(provider.providerFile));
    const environment = {
      ...TEST_ENVIRONMENT,
      ...INSECURE,
      PATH: process.env['PATH'] ?? '',
      DOMI_CONFIG: join(folder, 'providers.json'),
      HOME: home,
      TMPDIR: home,
      // Everything that is written without a path lands there as well.
      PWD: home,
    };
    const args = ['-c', 'cd "$HOME" && exec "$0" "$@"', process.execPath, ...ensureCompiled()];
    service = await waitUntilServing(runProgram('/bin/sh', args, environment));
  });
  after(async () => {
    service?.process.kill('SIGKILL');
    await service?.exited;
    await provider?.stop();
    rmSync(folder, { recursive: true });
  });

  it('after a sign-in, a refresh and a reload, are those that were there, and none is open', async () => {
    const jar = new CookieJar();
    const get = (path: string, headers: Record<string, string> = {}) =>
      jar.get(service.web + path, { host: 'domi.example.com', ...headers });
    const state = (await start(get, 'dominoZoom')).searchParams.get('state') ?? '';
    await comeBack(get, 'zoomCallback', { code: 'C', state });
    expect((await get('/dominoZoom/token.html')).status).to.equal(200);
    expect((await get('/dominoZoomRefresh', { authorization: 'Bearer RT' })).status).to.equal(200);
    service.process.kill('SIGHUP');
    expect((await get('/diag')).status).to.equal(200);

    expect(readdirSync(folder).sort()).to.deep.equal(['home', 'providers.json']);
    expect(readdirSync(join(folder, 'home'))).to.deep.equal([]);
    if (process.platform !== 'linux') return;
    const descriptors = `/proc/${service.process.pid}/fd`;
    const open = readdirSync(descriptors).map((name) => readlinkSync(join(descriptors, name)));
    expect(open.length).to.be.above(10);
    expect(open.filter((path) => path.startsWith('/') && !path.startsWith('/dev/'))).to.deep.equal([]);
  });
});
