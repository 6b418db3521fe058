import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { findMountObstacle, mountHanging, runNodeWithMount } from '../helpers/own-mounts.ts';
import type { Running } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';

describe('a configuration on a disk that hangs', function () {
  this.timeout(60_000);
  let folder: string;
  const started: Running[] = [];

  before(function () {
    const obstacle = findMountObstacle(mountHanging);
    if (obstacle !== undefined) skipSuite(this, obstacle);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-hanging-'));
    for (const name of ['healthy', 'hanging']) mkdirSync(join(folder, name));
    symlinkSync(join(folder, 'healthy'), join(folder, 'link'));
  });
  afterEach(() => {
    for (const { process: child } of started.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  async function follow(files: number, readings: number): Promise<Record<string, unknown>[]> {
    for (let index = 0; index < files; index += 1)
      writeFileSync(join(folder, 'healthy', `${'p'.repeat(60)}${index}.yaml`), '{}');
    const place = (name: string): string => join(folder, name);
    const program = 'test/config-source/follow-hanging-disk.ts';
    const args = [program, place('link'), place('healthy'), place('hanging'), String(readings)];
    const running = runNodeWithMount(mountHanging(place('hanging')), args, TEST_ENVIRONMENT);
    started.push(running);
    const { code, output } = await running.exited;
    expect(code, output).to.equal(7);
    return output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  for (const [what, files] of [
    ['a few files', 1],
    ['so many files that a thread compares them', 600],
  ] as const) {
    it(`of ${what}: the reading is given up and reported, the next one gets in, and the process ends`, async () => {
      const [loaded, failed, next, stopped] = await follow(files, 1);
      expect(loaded).to.include({ kind: 'loaded', tenants: 1 });
      expect(failed).to.deep.equal({ kind: 'failed', code: 'FILE_SYSTEM_HANGS' });
      expect(next?.['kind']).to.equal('unchanged');
      expect(stopped).to.include({ kind: 'stopped' });
      expect(stopped?.['ms']).to.be.below(3000);
    });
  }

  it('again and again: only a few threads are left hanging', async () => {
    const entries = await follow(1, 7);
    const codes = entries.filter(({ kind }) => kind === 'failed').map(({ code }) => code);
    expect(codes.slice(0, 4)).to.deep.equal(Array.from({ length: 4 }, () => 'FILE_SYSTEM_HANGS'));
    expect(codes.slice(4)).to.deep.equal(Array.from({ length: 3 }, () => 'TOO_MANY_THREADS_HANG'));
  });
});
