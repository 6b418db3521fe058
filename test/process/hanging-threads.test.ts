import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findMountObstacle, mountHanging, runNodeWithMount } from '../helpers/own-mounts.ts';
import { type Running, SERVE, type Serving, waitUntilServing } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';

describe('the process whose configuration is on a disk that hangs', function () {
  this.timeout(60_000);
  let folder: string;
  const started: Running[] = [];

  before(function () {
    const obstacle = findMountObstacle(mountHanging);
    if (obstacle !== undefined) skipSuite(this, obstacle);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-threads-'));
    for (const name of ['healthy', 'hanging']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'healthy', 'providers.yaml'), '{}');
    symlinkSync(join(folder, 'healthy'), join(folder, 'link'));
  });
  afterEach(() => {
    for (const { process: child } of started.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  async function serveUntilItHangs(isFirst = false): Promise<Serving> {
    const environment = { ...TEST_ENVIRONMENT, DOMI_CONFIG: join(folder, 'link') };
    const running = runNodeWithMount(mountHanging(join(folder, 'hanging')), SERVE, environment, isFirst);
    started.push(running);
    const serving = await waitUntilServing(running);
    symlinkSync(join(folder, 'hanging'), join(folder, 'next'));
    renameSync(join(folder, 'next'), join(folder, 'link'));
    return serving;
  }

  async function expectEnd(
    serving: Serving,
    terminate = (): void => void serving.process.kill('SIGTERM'),
  ): Promise<void> {
    for (let index = 0; index < 10; index += 1)
      expect((await send(`${serving.web}/diag`)).status).to.equal(200);
    const begin = performance.now();
    terminate();
    const { code, output } = await serving.exited;
    expect(code).to.equal(0);
    expect(output).to.match(/"msg":"stopped"/);
    expect(performance.now() - begin).to.be.below(10_000);
  }

  it('answers, and ends with 0 on SIGTERM, while a thread reads there', async () => {
    const serving = await serveUntilItHangs();
    serving.process.kill('SIGHUP');
    await delay(1500);
    await expectEnd(serving);
  });

  it('does the same as process 1 of a container', async () => {
    const serving = await serveUntilItHangs(true);
    const { pid } = serving.process;
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    process.kill(Number(child), 'SIGHUP');
    await delay(1500);
    await expectEnd(serving, () => process.kill(Number(child), 'SIGTERM'));
  });

  it('answers, and ends with 0 on SIGTERM, while files are compared there', async () => {
    const serving = await serveUntilItHangs();
    // Longer than the pause between two comparisons.
    await delay(6500);
    await expectEnd(serving);
  });
});
