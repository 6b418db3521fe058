import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
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

describe('leaving on SIGTERM', function () {
  this.timeout(30_000);
  let provider: ScriptedProvider;
  let folder: string;
  /** Answers of the provider that wait for the test to give them. */
  let held: (() => void)[];
  const started: Running[] = [];

  before(async () => {
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-shutdown-'));
  });
  beforeEach(() => {
    held = [];
    provider.received.length = 0;
    provider.answer = (_request, response) => held.push(() => answerTokens(response));
  });
  after(async () => {
    for (const running of started) running.process.kill('SIGKILL');
    rmSync(folder, { recursive: true });
    await provider.stop();
  });

  async function startProcess(environment: Record<string, string> = {}): Promise<Serving> {
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    const serving = await serveProcess({
      ...TEST_ENVIRONMENT,
      ...INSECURE,
      DOMI_CONFIG: file,
      ...environment,
    });
    started.push(serving);
    return serving;
  }

  const refresh = (serving: Serving, token: string): ReturnType<typeof send> =>
    send(`${serving.web}/dominoZoomRefresh`, {
      headers: { authorization: `Bearer ${token}`, connection: 'keep-alive' },
    });

  it('answers every refresh that it has in hand, each on a connection that ends', async () => {
    const serving = await startProcess();
    const pending = Array.from({ length: 20 }, (_, index) => refresh(serving, `RT-${index}`));
    await waitFor(() => (held.length === 20 ? true : undefined));
    serving.process.kill('SIGTERM');
    await waitFor(() => (serving.output().includes('"msg":"stopping"') ? true : undefined));
    for (const answer of held) answer();
    for (const { status, headers } of await Promise.all(pending)) {
      expect(status).to.equal(200);
      expect(headers.connection).to.equal('close');
    }
    expect((await serving.exited).code).to.equal(0);
    expect(provider.received).to.have.lengthOf(20);
  });

  it('I2 waits for no idle connection, used or fresh', async () => {
    const serving = await startProcess();
    const port = Number(new URL(serving.web).port);
    const sockets: Socket[] = [];
    for (let index = 0; index < 50; index += 1) {
      const socket = connect(port, '127.0.0.1')
        .on('error', () => {})
        .resume();
      sockets.push(socket);
      await once(socket, 'connect');
      if (index % 2 === 0) {
        socket.write('GET /diag HTTP/1.1\r\nHost: domi.example.com\r\n\r\n');
        await once(socket, 'data');
      }
    }
    const begin = performance.now();
    serving.process.kill('SIGTERM');
    expect((await serving.exited).code).to.equal(0);
    // Fresh ones would last 10 s by themselves, used ones 75 s; the deadline would end both after 28 s.
    expect(performance.now() - begin).to.be.below(5000);
    for (const socket of sockets) socket.destroy();
  });

  it('goes on accepting while it turns not ready, for DOMI_DRAIN_DELAY seconds', async () => {
    const serving = await startProcess({ DOMI_DRAIN_DELAY: '3' });
    serving.process.kill('SIGTERM');
    await waitFor(async () =>
      (await send(`${serving.management}/readyz`)).status === 503 ? true : undefined,
    );
    expect((await send(`${serving.web}/readyz`)).status).to.equal(503);
    const { status: accepted, headers: head } = await send(`${serving.web}/diag`, {
      headers: { connection: 'keep-alive' },
    });
    expect({ accepted, connection: head.connection }).to.deep.equal({ accepted: 200, connection: 'close' });
    const late = refresh(serving, 'RT');
    await waitFor(() => (held.length === 1 ? true : undefined));
    expect((await send(`${serving.management}/livez`)).status).to.equal(200);
    await waitFor(async () => (await send(`${serving.web}/diag`).catch(() => true)) === true || undefined);
    held[0]?.();
    const { status, headers } = await late;
    expect({ status, connection: headers.connection }).to.deep.equal({ status: 200, connection: 'close' });
    expect((await serving.exited).code).to.equal(0);
  });

  it('waits for the provider also when the client has gone', async () => {
    const serving = await startProcess();
    const request = http.get(`${serving.web}/dominoZoomRefresh`, { headers: { authorization: 'Bearer RT' } });
    request.on('error', () => {});
    await waitFor(() => (held.length === 1 ? true : undefined));
    request.destroy();
    serving.process.kill('SIGTERM');
    await waitFor(async () => (await send(`${serving.web}/diag`).catch(() => true)) === true || undefined);
    expect(serving.process.exitCode, 'while the provider thinks').to.equal(null);
    held[0]?.();
    const { code, output } = await serving.exited;
    expect(code).to.equal(0);
    expect(output).to.match(/"msg":"stopped"\}\n$/);
  });

  it('ends at once on a second signal', async () => {
    const serving = await startProcess();
    const pending = refresh(serving, 'RT').catch((error: NodeJS.ErrnoException) => error.code);
    await waitFor(() => (held.length === 1 ? true : undefined));
    serving.process.kill('SIGTERM');
    await waitFor(() => (serving.output().includes('"msg":"stopping"') ? true : undefined));
    serving.process.kill('SIGTERM');
    expect((await serving.exited).code).to.equal(1);
    expect(await pending).to.equal('ECONNRESET');
  });

  it('ends with 0 when the signal comes before the configuration is loaded', async () => {
    const pipe = join(folder, 'slow.json');
    execFileSync('mkfifo', [pipe]);
    const running = runNode(SERVE, { ...TEST_ENVIRONMENT, ...INSECURE, DOMI_CONFIG: pipe });
    started.push(running);
    // Opens as soon as the service reads from the other end.
    const writer = await open(pipe, 'w');
    running.process.kill('SIGTERM');
    await writer.writeFile(JSON.stringify(provider.providerFile));
    await writer.close();
    expect((await running.exited).code).to.equal(0);
  });
});
