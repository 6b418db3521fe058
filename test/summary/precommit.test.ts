import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('the check before a commit', function () {
  this.timeout(30_000);

  it('leaves out what is slow, also when that is all that is left', () => {
    const [, name = ''] = /^node (\S+) --quick$/.exec(scripts['precommit'] ?? '') ?? [];
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [name, ...args], { cwd: ROOT, encoding: 'utf8' });
    const [, list = ''] = /the steps are (.+)/.exec(run('--skip', 'nothing').stderr) ?? [];
    const slow = ['build', 'test', 'speed', 'soak'];
    const others = list.split(', ').filter((step) => step !== 'architecture' && !slow.includes(step));
    expect(others).to.include.members(['lint', 'types', 'packages']);
    const { stdout, status } = run('--quick', ...others.flatMap((step) => ['--skip', step]));
    expect(status, stdout).to.equal(0);
    expect(stdout).to.match(/^ok +architecture/m);
    for (const step of slow) expect(stdout).not.to.match(new RegExp(`^\\w+ +${step} `, 'm'));
  });

  it('is run by a hook that Git can execute, once it is switched on', () => {
    const [, folder = ''] = /^git config core\.hooksPath (\S+)$/.exec(scripts['hooks'] ?? '') ?? [];
    const hook = join(ROOT, folder, 'pre-commit');
    accessSync(hook, constants.X_OK);
    expect(readFileSync(hook, 'utf8')).to.match(/^#!\/bin\/sh\n[\s\S]*exec npm run --silent precommit\n$/);
  });
});
