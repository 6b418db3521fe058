import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { findProgram } from '../helpers/find-program.ts';
import { skipSuite } from '../helpers/skip.ts';
import { ROOT } from './read-pages.ts';

const UNIT = readFileSync(join(ROOT, 'docs', 'examples', 'domi.service'), 'utf8');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};

/** Of 10; docs/install.md names what it is now. */
const MOST_EXPOSURE = 2;

describe('docs/examples/domi.service', () => {
  it('when it starts the service, gives Node the options of npm start', () => {
    const options = PACKAGE.scripts.start.split(' ').filter((word) => word.startsWith('--'));
    expect(options).to.not.be.empty;
    const [, start = ''] = /^ExecStart=(.*)$/m.exec(UNIT) ?? [];
    expect(start.split(' ')).to.include.members(options);
  });

  describe('systemd-analyze', function () {
    this.timeout(60_000);
    let folder: string;
    let file: string;

    before(async function () {
      if (!(await findProgram(['systemd-analyze'], '--version')))
        skipSuite(this, 'no systemd on this machine');
      folder = mkdtempSync(join(tmpdir(), 'domi-unit-'));
      file = join(folder, 'domi.service');
    });
    after(() => folder && rmSync(folder, { recursive: true }));

    /** The programs of the unit must be there, so those of this machine take their place. */
    async function verify(unit: string): Promise<string> {
      writeFileSync(file, unit.replaceAll(/^(Exec\w+=)\S+/gm, `$1${process.execPath}`));
      const { stderr } = await promisify(execFile)('systemd-analyze', ['verify', file]).catch(
        (error: { stderr: string }) => error,
      );
      return stderr
        .split('\n')
        .filter((line) => line.includes('domi.service'))
        .join('\n');
    }

    it('verifies it without a complaint', async () => {
      expect(await verify(UNIT)).to.equal('');
    });

    it('complains when a line is misspelt, so that its silence says something', async () => {
      expect(await verify(UNIT.replace('NoNewPrivileges=yes', 'NoNewPrivilege=yes'))).to.include(
        'NoNewPrivilege',
      );
    });

    it('calls it hardened', async () => {
      writeFileSync(file, UNIT);
      const { stdout } = await promisify(execFile)('systemd-analyze', [
        'security',
        '--offline=true',
        '--no-pager',
        file,
      ]);
      const [, exposure] = /Overall exposure level for domi\.service: ([\d.]+)/.exec(stdout) ?? [];
      expect(Number(exposure)).to.be.at.most(MOST_EXPOSURE);
    });
  });
});
