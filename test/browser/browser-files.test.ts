import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findBrowserObstacle } from '../../src/sandbox/browser.ts';
import { prepareBrowserFiles } from '../../src/sandbox/browser-files.ts';
import { skipSuite } from '../helpers/skip.ts';

describe('the unpacked browser', () => {
  let folder: string;

  before(async function () {
    const obstacle = findBrowserObstacle();
    if (obstacle !== undefined) skipSuite(this, obstacle);
    folder = await mkdtemp(join(tmpdir(), 'domi-test-'));
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  it('when two need it at the same time, is there once, complete and for its owner only', async function () {
    this.timeout(60_000);
    const [first, second] = await Promise.all([prepareBrowserFiles(folder), prepareBrowserFiles(folder)]);
    expect(first.executablePath).to.equal(second.executablePath);
    const names = await readdir(folder);
    expect(names).to.have.lengthOf(1);
    expect((await stat(join(folder, names[0] ?? ''))).mode & 0o777).to.equal(0o700);
    expect(await readdir(join(folder, names[0] ?? ''))).to.include.members([
      'chromium',
      'al2023',
      'fonts.conf',
    ]);
  });

  it('when others can write where it lies, is not run', async () => {
    const [name = ''] = await readdir(folder);
    await chmod(join(folder, name), 0o777);
    const error = await prepareBrowserFiles(folder).catch((fault: Error) => fault);
    expect(error)
      .to.be.an('error')
      .with.property('message')
      .that.matches(/can be written by other users/);
  });
});
