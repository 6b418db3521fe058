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
    const quick = ['lint', 'types', 'packages', 'schema', 'errors', 'dashboard', 'chart', 'k8s', 'store'];
    const skip = quick.flatMap((step) => ['--skip', step]);
    const { stdout, status } = spawnSync(process.execPath, [name, '--quick', ...skip], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, stdout).to.equal(0);
    expect(stdout).to.match(/^ok +architecture/m);
    for (const slow of ['build', 'test', 'speed'])
      expect(stdout).not.to.match(new RegExp(`^\\w+ +${slow} `, 'm'));
  });

  it('is run by a hook that Git can execute, once it is switched on', () => {
    const [, folder = ''] = /^git config core\.hooksPath (\S+)$/.exec(scripts['hooks'] ?? '') ?? [];
    const hook = join(ROOT, folder, 'pre-commit');
    accessSync(hook, constants.X_OK);
    expect(readFileSync(hook, 'utf8')).to.match(/^#!\/bin\/sh\n[\s\S]*exec npm run --silent precommit\n$/);
  });
});
