import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findMountObstacle, mountSmall, runNodeWithMount } from '../helpers/own-mounts.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import {
  type Running,
  runNode,
  runProgram,
  SERVE,
  type Serving,
  waitFor,
  waitUntilServing,
} from '../helpers/service-process.ts';
import { skipTest } from '../helpers/skip.ts';

type Line = Readonly<Record<string, unknown>>;

/** Lines that are whole; the first and the last one of a file may be cut. */
const readLines = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);

describe('the process whose lines cannot be written', function () {
  this.timeout(60_000);
  let provider: ScriptedProvider;
  let folder: string;
  let environment: Record<string, string>;
  const started: Running[] = [];

  before(async () => {
    provider = await createScriptedProvider();
    provider.answer = (_request, response) => answerTokens(response);
    folder = mkdtempSync(join(tmpdir(), 'domi-output-'));
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    environment = { ...TEST_ENVIRONMENT, ...INSECURE, DOMI_CONFIG: file };
  });
  after(async () => {
    for (const { process: child } of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
    await provider.stop();
  });

  async function serve(more: Record<string, string> = {}, program = SERVE): Promise<Serving> {
    const running = runNode(program, { ...environment, ...more });
    started.push(running);
    return waitUntilServing(running);
  }

  let count = 0;
  async function refresh(serving: Serving, times = 1): Promise<void> {
    for (let index = 0; index < times; index += 1, count += 1) {
      const headers = { authorization: `Bearer RT-${count}` };
      expect((await send(`${serving.web}/dominoZoomRefresh`, { headers })).status).to.equal(200);
    }
  }

  async function countDropped(serving: Serving): Promise<{ log: number; audit: number }> {
    const { body } = await send(`${serving.management}/metrics`);
    const read = (stream: string): number =>
      Number(new RegExp(`^domi_log_lines_dropped_total\\{stream="${stream}"\\} (\\d+)`, 'm').exec(body)?.[1]);
    return { log: read('log'), audit: read('audit') };
  }

  async function stop({ process: child, exited }: Running): Promise<number> {
    const begin = performance.now();
    child.kill('SIGTERM');
    expect((await exited).code).to.equal(0);
    return performance.now() - begin;
  }

  /** Requests until lines are dropped. */
  async function flood(serving: Serving): Promise<void> {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    const ask = (): Promise<number> =>
      new Promise((resolve, reject) => {
        http
          .get(`${serving.web}/diag`, { agent }, (response) =>
            response.resume().on('end', () => resolve(response.statusCode ?? 0)),
          )
          .on('error', reject);
      });
    while ((await countDropped(serving)).log < 100) {
      for (let round = 0; round < 25; round += 1) {
        const statuses = await Promise.all(Array.from({ length: 20 }, ask));
        expect(new Set(statuses)).to.deep.equal(new Set([200]));
      }
    }
    agent.destroy();
  }

  it('when the reader of standard output stalls, answers; counts what is dropped; says so, also when it reads again', async () => {
    const serving = await serve({ LOG_LEVEL: 'trace' });
    serving.process.stdout?.pause();
    await flood(serving);
    const { log } = await countDropped(serving);
    const notice = (text: string): Line | undefined =>
      readLines(serving.output()).find(({ msg }) => msg === text);
    expect(notice('log lines cannot be written')).to.include({
      kind: 'output',
      stream: 'log',
      level: 'error',
    });

    serving.process.stdout?.resume();
    const lost = await waitFor(() => notice('log lines are lost here'));
    expect(lost).to.include({ kind: 'output', stream: 'log', level: 'warn' });
    expect(await waitFor(() => notice('log lines are written again'))).to.include({ lost: lost['lost'] });
    expect(Number(lost['lost'])).to.be.within(log, log + 50);
    await refresh(serving);
    await waitFor(() => readLines(serving.output()).some(({ route }) => route === 'refresh'));
    expect(await stop(serving)).to.be.below(5000);
    expect(serving.output()).to.match(/"msg":"stopped"/);
  });

  it('when the reader stalls for good, ends with 0 all the same', async () => {
    const serving = await serve({ LOG_LEVEL: 'trace' });
    serving.process.stdout?.pause();
    serving.process.stderr?.pause();
    await flood(serving);
    const exited = new Promise<number | null>((resolve) => serving.process.once('exit', resolve));
    serving.process.kill('SIGTERM');
    expect(await exited).to.equal(0);
  });

  it('when the reader leaves and another one comes, writes for that one', async () => {
    const pipe = join(folder, 'log');
    execFileSync('mkfifo', [pipe]);
    const openReader = (): number => openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const first = openReader();
    const words = ['-c', `exec "$0" "$@" > "${pipe}"`, process.execPath, ...SERVE];
    const running = runProgram('sh', words, { PATH: process.env['PATH'] ?? '', ...environment });
    started.push(running);
    let text = '';
    const buffer = Buffer.alloc(65_536);
    const pump = (file: number): string => {
      try {
        text += buffer.toString('utf8', 0, readSync(file, buffer));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
      return text;
    };
    const ready = await waitFor(() => readLines(pump(first)).find(({ msg }) => msg === 'ready'));
    const serving: Serving = {
      ...running,
      web: `http://127.0.0.1:${ready['port']}`,
      management: `http://127.0.0.1:${ready['metrics_port']}`,
    };
    closeSync(first);
    await refresh(serving, 3);
    await waitFor(() => readLines(running.output()).find(({ reason }) => reason === 'EPIPE'));
    text = '';
    const second = openReader();
    const served = await waitFor(() => {
      const lines = readLines(pump(second)).filter(({ route }) => route === 'refresh');
      return lines.length >= 3 && lines;
    });
    expect(served[0]).to.include({ kind: 'access', status: 200 });
    expect(await countDropped(serving)).to.deep.equal({ log: 0, audit: 0 });
    const exited = new Promise<number | null>((resolve) => running.process.once('exit', resolve));
    running.process.kill('SIGTERM');
    expect(await exited).to.equal(0);
    closeSync(second);
  });

  it('to a terminal that is stopped, answers and ends', async function () {
    if (spawnSync('script', ['--version']).status !== 0) skipTest(this, 'script is not installed');
    const command = [process.execPath, ...SERVE].map((word) => `'${word}'`).join(' ');
    const running = runProgram('script', ['-qefc', `exec ${command}`, '/dev/null'], {
      PATH: process.env['PATH'] ?? '',
      SHELL: '/bin/sh',
      ...environment,
      LOG_LEVEL: 'trace',
    });
    started.push(running);
    const text = (): string => running.output().replaceAll('\r\n', '\n');
    const ready = await waitFor(() => readLines(text()).find(({ msg }) => msg === 'ready'));
    const serving: Serving = {
      ...running,
      web: `http://127.0.0.1:${ready['port']}`,
      management: `http://127.0.0.1:${ready['metrics_port']}`,
    };
    const [child] = readFileSync(
      `/proc/${running.process.pid}/task/${running.process.pid}/children`,
      'utf8',
    ).split(' ');
    running.process.stdout?.pause();
    await refresh(serving, 400);
    const exited = new Promise<number | null>((resolve) => running.process.once('exit', resolve));
    process.kill(Number(child), 'SIGTERM');
    await waitFor(() => !isAlive(Number(child)));
    running.process.stdout?.resume();
    expect(await exited).to.equal(0);
  });

  it('to an audit file on a full disk, answers, says so in the log, and goes on when there is room', async function () {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const obstacle = findMountObstacle((place) => mountSmall(place, 64));
    if (obstacle !== undefined) skipTest(this, obstacle);
    const running = runNodeWithMount(mountSmall(disk, 64), SERVE, {
      ...environment,
      DOMI_AUDIT_LOG: join(disk, 'audit.log'),
    });
    started.push(running);
    const serving = await waitUntilServing(running);
    const inside = `/proc/${running.process.pid}/root${disk}`;
    const readAudit = (): Line[] => readLines(readFileSync(join(inside, 'audit.log'), 'utf8'));
    await refresh(serving, 2);
    await waitFor(() => readAudit().length === 2);
    try {
      writeFileSync(join(inside, 'filler'), Buffer.alloc(200_000));
    } catch {}
    await refresh(serving, 40);
    const failing = await waitFor(() =>
      readLines(running.output()).find(({ msg }) => msg === 'log lines cannot be written'),
    );
    expect(failing).to.include({ kind: 'output', stream: 'audit', reason: 'ENOSPC', level: 'error' });
    unlinkSync(join(inside, 'filler'));
    await waitFor(() => readAudit().length === 42);
    await waitFor(() => readLines(running.output()).find(({ msg }) => msg === 'log lines are written again'));
    expect(readAudit().every(({ kind }) => kind === 'audit')).to.equal(true);
    expect(await countDropped(serving)).to.deep.equal({ log: 0, audit: 0 });
    await stop(running);
  });

  it('to an audit file on a disk that stays full, counts the lines that are dropped, and ends in order', async function () {
    const { status } = spawnSync('test', ['-c', '/dev/full']);
    if (status !== 0) skipTest(this, 'there is no /dev/full');
    const serving = await serve({ DOMI_AUDIT_LOG: '/dev/full' });
    await refresh(serving, 5);
    await waitFor(() => readLines(serving.output()).find(({ stream }) => stream === 'audit'));
    expect(await stop(serving)).to.be.below(10_000);
    expect(
      readLines(serving.output()).find(({ msg }) => msg === 'log lines are lost, since the process ends'),
    ).to.include({
      lost: 5,
    });
  });

  it('to an audit file that is a pipe without a reader, does not start and names the variable', async () => {
    const pipe = join(folder, 'nobody');
    execFileSync('mkfifo', [pipe]);
    const { code, output } = await runNode(SERVE, { ...environment, DOMI_AUDIT_LOG: pipe }).exited;
    expect(code).to.equal(78);
    expect(output).to.include(`DOMI_AUDIT_LOG: must be stdout, off, or a writable file; ${pipe}: ENXIO`);
  });

  it('with spans on a standard output that nobody reads any more, goes on', async () => {
    const serving = await serve({ OTEL_TRACES_EXPORTER: 'console' });
    await refresh(serving);
    const span = await waitFor(() => readLines(serving.output()).find(({ kind }) => kind === 'span'));
    expect(span).to.include.keys('name', 'trace_id', 'span_id', 'started_at', 'ms', 'attributes');
    serving.process.stdout?.destroy();
    serving.process.stderr?.destroy();
    await refresh(serving, 20);
    const exited = new Promise<number | null>((resolve) => serving.process.once('exit', resolve));
    serving.process.kill('SIGTERM');
    expect(await exited).to.equal(0);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
