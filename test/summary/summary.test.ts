import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readCiPackages } from '../../scripts/tests/read-ci-packages.ts';
import { renderSkipped } from '../../scripts/tests/render-skipped.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('the summary of a test run', () => {
  it('counts skipped tests by reason, the most frequent first, and ends with one line that runs them', () => {
    const titles = ['a (skipped: no jq)', 'b (skipped: no redis)', 'c (skipped: no redis)', 'd'];
    const lines = renderSkipped(titles, ['jq', 'redis-server']).split('\n');
    expect(lines[0]).to.equal('4 tests were skipped:');
    expect(lines.slice(1, 4)).to.deep.equal([
      '     2  no redis',
      '     1  no jq',
      '     1  no reason is given',
    ]);
    expect(lines.at(-2)).to.equal(
      '  sudo apt-get install --yes --no-install-recommends jq redis-server && npm test',
    );
  });

  it('when nothing was skipped, says nothing', () => {
    expect(renderSkipped([], ['jq'])).to.equal('');
  });

  it('names the packages that CI installs, from its own script', () => {
    expect(readCiPackages()).to.include.members(['podman', 'redis-server', 'squid']);
    const script = 'f() {\n  local packages=(b\n    a)\n  # and\n  packages+=(c d)\n}';
    expect(readCiPackages(script)).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  describe('in a run of its own', function () {
    this.timeout(30_000);
    let folder: string;

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'domi-summary-'));
      writeFileSync(
        join(folder, 'sample.test.mjs'),
        `describe('a', function () {
          this.timeout(40);
          it('skips (skipped: no such program)', function () { this.skip(); });
          it('waits for more than its time-out on a busy machine', () => new Promise((end) => setTimeout(end, 120)));
        });`,
      );
    });
    after(() => rmSync(folder, { recursive: true }));

    it('stands at the end, and time-outs have room for a busy machine', () => {
      const args = [join(ROOT, 'node_modules/mocha/bin/mocha.js'), join(folder, 'sample.test.mjs')];
      const { stdout, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
      expect(status, stdout).to.equal(0);
      expect(stdout).to.match(
        /1 passing[\s\S]+1 test was skipped:\n {5}1 {2}no such program\n[\s\S]+&& npm test\n/,
      );
      // Only a whole run takes long enough to say so.
      expect(stdout).not.to.include('quiet cores');
    });
  });
});
