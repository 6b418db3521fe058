import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readCommit } from '../../scripts/read-commit.ts';
import type { readBuildInfo as Read } from '../../src/process/read-build-info.ts';
import { findProgram } from '../helpers/find-program.ts';
import { skipSuite } from '../helpers/skip.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('the build', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-build-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe('names its commit', () => {
    /** As the module finds itself in `dist/process`, beside what the build has written. */
    async function readWith(built: string | undefined): Promise<typeof Read> {
      const place = join(folder, 'dist', 'process');
      mkdirSync(place, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7","type":"module"}');
      if (built !== undefined) writeFileSync(join(folder, 'dist', 'commit'), built);
      cpSync(join(ROOT, 'src/process/read-build-info.ts'), join(place, 'read-build-info.ts'));
      const module = (await import(join(place, 'read-build-info.ts'))) as { readBuildInfo: typeof Read };
      return module.readBuildInfo;
    }

    it('as the image does, when the environment has it', async () => {
      expect((await readWith('abc'))('def')).to.deep.equal({ version: '9.8.7', commit: 'def' });
    });

    it('as it was written beside the modules, when the environment has none or does not know', async () => {
      const read = await readWith('abc');
      expect(['', undefined, 'unknown'].map((commit) => read(commit).commit)).to.deep.equal([
        'abc',
        'abc',
        'abc',
      ]);
    });

    it('as unknown, when nobody has written it', async () => {
      expect((await readWith(undefined))(undefined).commit).to.equal('unknown');
      expect((await readWith('\n'))(undefined).commit).to.equal('unknown');
    });
  });

  describe('asks Git for it', () => {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

    before(async function () {
      if ((await findProgram(['git'], '--version')) === undefined) skipSuite(this, 'git is not installed');
    });

    function commit(): string {
      git('init', '--quiet');
      writeFileSync(join(folder, 'file'), 'one');
      git('add', 'file');
      git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'One');
      return git('rev-parse', 'HEAD');
    }

    it('and marks a folder that differs', () => {
      const hash = commit();
      expect(readCommit(folder)).to.equal(hash);
      writeFileSync(join(folder, 'file'), 'two');
      expect(readCommit(folder)).to.equal(`${hash}-changed`);
    });

    it('and gets none outside of a repository, before the first commit, and for a copy inside of another repository', () => {
      expect(readCommit(folder)).to.equal(undefined);
      git('init', '--quiet');
      expect(readCommit(folder)).to.equal(undefined);
      commit();
      mkdirSync(join(folder, 'vendor'));
      expect(readCommit(join(folder, 'vendor'))).to.equal(undefined);
    });
  });

  it('needs nothing beside it in the image, where it is copied alone', () => {
    const script = readFileSync(join(ROOT, 'scripts/build.ts'), 'utf8');
    expect([...script.matchAll(/from '(\..+?)'/g)].map(([, name]) => name)).to.deep.equal([]);
    expect(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).to.match(/^COPY scripts\/build\.ts scripts\/$/m);
  });
});
