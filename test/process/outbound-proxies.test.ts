import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { type ForwardProxy, startForwardProxy } from '../helpers/forward-proxy.ts';
import { send } from '../helpers/http.ts';

import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { runNode, SERVE, serveProcess } from '../helpers/service-process.ts';

const PASSWORD = 'CANARY-p#ss';
const ENCODED = 'CANARY-p%23ss';

describe('outbound proxies of the environment', function () {
  this.timeout(60_000);
  let proxy: ForwardProxy;
  let provider: ScriptedProvider;
  let folder: string;
  let environment: Record<string, string>;

  before(async () => {
    proxy = await startForwardProxy();
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-proxies-'));
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    environment = { ...TEST_ENVIRONMENT, ...INSECURE, DOMI_CONFIG: file };
  });
  beforeEach(() => {
    proxy.received.length = 0;
    provider.received.length = 0;
  });
  after(async () => {
    await proxy.stop();
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  async function refresh(more: Record<string, string>): Promise<string> {
    const service = await serveProcess({ ...environment, ...more });
    await send(`${service.web}/dominoZoomRefresh`, { headers: { authorization: 'Bearer token' } });
    service.process.kill('SIGTERM');
    return (await service.exited).output;
  }

  it('carry the calls of the service, with user and password, which are printed nowhere', async () => {
    const output = await refresh({ http_proxy: `user:${ENCODED}@${proxy.url.host}` });
    expect(provider.received).to.have.length(1);
    const target = `${provider.url}/zoom/token`;
    expect(proxy.received.map(({ line, credentials }) => [line, credentials])).to.deep.equal([
      [`POST ${target}`, `user:${PASSWORD}`],
    ]);
    expect(output).to.include(`"http_proxy":"http://${proxy.url.host}","msg":"outbound proxies"`);
    expect(output).to.not.include('CANARY').and.not.include('user:');
  });

  it('come out of a file', async () => {
    const file = join(folder, 'proxy');
    writeFileSync(file, `http://user:${ENCODED}@${proxy.url.host}\n`);
    expect(await refresh({ HTTP_PROXY_FILE: file })).to.not.include('CANARY');
    expect(proxy.received.map(({ credentials }) => credentials)).to.deep.equal([`user:${PASSWORD}`]);
  });

  it('are left out for the hosts of NO_PROXY', async () => {
    await refresh({ HTTP_PROXY: proxy.url.host, no_proxy: 'example.com,127.0.0.1' });
    expect(provider.received).to.have.length(1);
    expect(proxy.received).to.deep.equal([]);
  });

  it('carry the questions of check --live', async () => {
    const more = { HTTP_PROXY: `http://user:${ENCODED}@${proxy.url.host}` };
    const { output } = await runNode(['src/cli.ts', 'check', '--live'], { ...environment, ...more }).exited;
    expect(provider.received.length).to.be.above(0);
    expect(proxy.received).to.have.length(provider.received.length);
    expect(output).to.not.include('CANARY');
  });

  it('carry the requests of domi notes', async () => {
    const service = await serveProcess(environment);
    const args = ['src/cli.ts', 'notes', 'paste', 'token', '--root', service.web, '--service', 'zoom'];
    const profile = join(folder, 'profile.json');
    const more = { PATH: environment['PATH'] ?? '', HTTP_PROXY: proxy.url.host };
    const { output, code } = await runNode([...args, '--profile', profile], more).exited;
    expect(code, output).to.equal(0);
    expect(proxy.received.map(({ line }) => line)).to.deep.equal([`GET ${service.web}/dominoZoomRefresh`]);
    proxy.received.length = 0;
    await runNode([...args, '--profile', profile], { ...more, NO_PROXY: '127.0.0.0/8' }).exited;
    expect(proxy.received).to.deep.equal([]);
    service.process.kill('SIGTERM');
    await service.exited;
  });

  for (const args of [
    SERVE,
    ['src/cli.ts', 'check'],
    ['src/cli.ts', 'notes', 'status', '--service', 'zoom'],
  ]) {
    it(`that cannot be used end ${args.slice(1, 3).join(' ')} with 78, by name and without the value`, async () => {
      const more = { https_proxy: `http://user:${PASSWORD}@proxy:3128`, HTTP_PROXY: 'socks5://CANARY' };
      const { code, output } = await runNode(args, { ...environment, ...more }).exited;
      expect(code, output).to.equal(78);
      expect(output).to.include('https_proxy: contains #').and.include('HTTP_PROXY: must be http://');
      expect(output).to.not.include('CANARY');
    });
  }

  it('for http: alone are pointed out, since meeting services have https: addresses', async () => {
    const { DOMI_CONFIG, DOMI_ALLOW_INSECURE_PROVIDERS, ...secure } = environment;
    const run = (more: Record<string, string>) =>
      runNode(['src/cli.ts', 'check'], { ...secure, ...more }).exited;
    const warning = 'warning: HTTP_PROXY is set, but HTTPS_PROXY is not';
    expect((await run({ HTTP_PROXY: proxy.url.host })).output).to.include(warning);
    expect((await run({ HTTP_PROXY: 'a:1', HTTPS_PROXY: 'a:1' })).output).to.not.include(warning);
  });
});
