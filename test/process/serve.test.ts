import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import {
  type Running,
  runNode,
  SERVE,
  type Serving,
  serveProcess,
  waitFor,
} from '../helpers/service-process.ts';

/** The command line with this environment. */
const run = (environment: Record<string, string>, ...args: string[]): Running =>
  runNode(args.length > 0 ? ['src/cli.ts', ...args] : SERVE, environment);

describe('the process', function () {
  this.timeout(20_000);
  let provider: ScriptedProvider;
  let folder: string;
  const started: Running[] = [];

  before(async () => {
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-process-'));
  });
  after(async () => {
    for (const running of started) running.process.kill('SIGKILL');
    rmSync(folder, { recursive: true });
    await provider.stop();
  });

  async function startProcess(): Promise<Serving> {
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    const running = await serveProcess({ ...TEST_ENVIRONMENT, ...INSECURE, DOMI_CONFIG: file });
    started.push(running);
    return running;
  }

  it('H4 ends with 78 and one report of all faults when the configuration is wrong', async () => {
    const { code, output } = await run({ PORT: 'x', LOG_LEVEL: 'y', DOMI_SEAL_KEYS: 'CANARY' }).exited;
    expect(code).to.equal(78);
    expect(output)
      .to.match(/PORT: /)
      .and.match(/LOG_LEVEL: /)
      .and.match(/DOMI_SEAL_KEYS: /);
    expect(output).to.not.include('CANARY');
  });

  it('prints the addresses for provider consoles and Notes when it starts', async () => {
    const { output } = await startProcess();
    const lines = output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; enabled: Record<string, unknown>[] });
    const [line, ...others] = lines.filter(({ msg }) => msg === 'enabled');
    expect(others).to.deep.equal([]);
    expect(line).to.include({ level: 'info' }).and.to.deep.include({ without_credentials: [] });
    expect(line?.enabled.map((one) => one['provider'])).to.deep.equal([
      'zoom',
      'teams',
      'webex',
      'gotomeeting',
    ]);
    expect(line?.enabled[3]).to.include({
      callback: 'https://domi.example.com/gtmCallback',
      start: 'https://domi.example.com/dominoGTM/index.html',
      refresh: 'https://domi.example.com/dominoGTMRefresh',
    });
  });

  it('is alive and ready, exposes metrics, and tells the port in use when there is one already', async () => {
    const { management } = await startProcess();
    expect((await send(`${management}/livez`)).status).to.equal(200);
    expect((await send(`${management}/readyz`)).status).to.equal(200);
    const text = await send(`${management}/metrics`);
    expect(text.headers['content-type']).to.match(/^text\/plain; version=0\.0\.4/);
    expect(text.body)
      .to.include('domi_tenants 1')
      .and.match(/domi_build_info\{version="2/);
    const open = await send(`${management}/metrics`, {
      headers: { accept: 'application/openmetrics-text; version=1.0.0' },
    });
    expect(open.headers['content-type']).to.match(/^application\/openmetrics-text/);
    expect(open.body).to.match(/# EOF\n$/);
    const again = await send(`${management}/metrics`);
    expect(again.headers['content-type']).to.match(/^text\/plain/);

    const second = await run({ ...TEST_ENVIRONMENT, METRICSPORT: new URL(management).port }).exited;
    expect(second.code).to.equal(1);
    const port = Number(new URL(management).port);
    const last = JSON.parse(second.output.trim().split('\n').at(-1) ?? '');
    expect(last).to.deep.include({ level: 'fatal', variable: 'METRICSPORT', port, code: 'EADDRINUSE' });
    expect(last.msg).to.equal(
      `port ${port} is already in use: set METRICSPORT to a free one, or end the other program`,
    );
  });

  it('on SIGTERM answers what it has accepted, closes idle connections and ends with 0', async () => {
    const running = await startProcess();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
    await Promise.all(
      Array.from(
        { length: 20 },
        () =>
          new Promise<void>((resolve) =>
            http.get(`${running.web}/diag`, { agent }, (response) => response.resume().on('end', resolve)),
          ),
      ),
    );
    let release: () => void = () => undefined;
    provider.answer = (_request, response) => {
      release = () => answerTokens(response);
    };
    const before = provider.received.length;
    const pending: Promise<Answer> = send(`${running.web}/dominoZoomRefresh`, {
      headers: { authorization: 'Bearer RT' },
    });
    await waitFor(() => (provider.received.length > before ? true : undefined));
    running.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await send(`${running.management}/readyz`)).status).to.equal(503);
    expect((await send(`${running.management}/livez`)).status).to.equal(200);
    release();
    expect((await pending).status).to.equal(200);
    const { code, output } = await running.exited;
    expect(code).to.equal(0);
    expect(output).to.match(/"msg":"stopped"\}\n$/);
    agent.destroy();
  });

  it('checks a configuration without running it', async () => {
    const good = await run({ ...TEST_ENVIRONMENT }, 'check').exited;
    expect(good).to.deep.include({ code: 0 });
    expect(good.output).to.include('1 tenant(s), 4 enabled provider(s)');
    const bad = await run({ ...TEST_ENVIRONMENT }, 'check', '/nowhere.yaml').exited;
    expect(bad.code).to.equal(78);
    expect(bad.output).to.include('cannot read /nowhere.yaml (ENOENT)');
  });
});
