import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { explainOldNode, OLDEST_NODE } from '../../src/process/explain-old-node.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const { dependencies } = readPackage(ROOT);

describe('a Node that is too old', () => {
  for (const version of ['18.20.8', '20.20.2', '22.18.9'])
    it(`${version} is refused with the way to run DOMI all the same`, () => {
      expect(explainOldNode(version)).to.match(
        new RegExp(`this is Node ${version}\\. npm start, and npm exec domi`),
      );
    });

  for (const version of ['22.19.0', '22.23.3', '24.0.0', '26.10.0', '27.0.0-nightly'])
    it(`${version} is accepted`, () => {
      expect(explainOldNode(version)).to.equal(undefined);
    });

  it('runs the program, then one sentence says so, before any package is loaded', () => {
    const pretend =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
    const args = ['--import', `data:text/javascript,${pretend}`, join(ROOT, 'src', 'cli.ts'), '--version'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/^DOMI runs with Node .* and this is Node 20\.20\.2\..*\n$/);
  });

  it('is older than the oldest that all packages accept', () => {
    const [major, minor] = OLDEST_NODE;
    const demanded = Object.keys(dependencies ?? {}).flatMap((name) => {
      const range = readPackage(join(ROOT, 'node_modules', name)).engines?.node ?? '';
      // The newest of alternatives such as "20 || >=22" counts: packages name it last.
      const [, newest = 0, patch = 0] = /(\d+)(?:\.(\d+)\S*)?$/.exec(range) ?? [];
      return [Number(newest) + Number(patch) / 1000];
    });
    expect(Math.max(...demanded)).to.equal(major + minor / 1000);
  });
});

function readPackage(folder: string): { dependencies?: Record<string, string>; engines?: { node?: string } } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
