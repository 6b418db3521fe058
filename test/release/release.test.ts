import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findKubernetesTools } from '../../scripts/kubernetes-tools.ts';
import type { Sbom } from '../../scripts/packages/build-sbom.ts';
import { findReleaseFaults } from '../../scripts/release/find-release-faults.ts';
import type { ReleaseSection } from '../../scripts/release/parse-changelog.ts';
import { listImageTags, type ProjectManifest, toPublication } from '../../scripts/release/publication.ts';
import { renderNotes } from '../../scripts/release/render-notes.ts';
import { findProgram } from '../helpers/find-program.ts';
import { skipTest } from '../helpers/skip.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const PROJECT = JSON.parse(read('package.json')) as ProjectManifest;
const { version } = PROJECT;

describe('npm run release', function () {
  // Packages the chart, and has npm list packages.
  this.timeout(60_000);
  const out = mkdtempSync(join(tmpdir(), 'domi-release-'));
  const outputs = join(out, 'outputs.txt');

  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/release.ts', '--out', out, ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });

  before(() => {
    writeFileSync(join(out, 'domi-0.0.1.tgz'), 'of an earlier run');
    writeFileSync(join(out, 'mine.txt'), 'of somebody else');
    const { status, stderr } = run('--outputs', outputs, '--tag', `v${version}`);
    expect(status, stderr).to.equal(0);
  });
  after(() => rmSync(out, { recursive: true }));

  it('leaves package, list, notes and checksums, and nothing of an earlier run', () => {
    expect(readdirSync(out)).to.have.members([
      'SHA256SUMS',
      `domi-${version}-npm.cdx.json`,
      `domi-${version}.tgz`,
      'mine.txt',
      'notes.md',
      'outputs.txt',
    ]);
  });

  it('sums up the files as sha256sum does', async function () {
    const sum = await findProgram(['sha256sum'], '--version');
    if (sum === undefined) skipTest(this, 'sha256sum is not installed');
    const printed = execFileSync(sum, ['--check', 'SHA256SUMS'], { cwd: out, encoding: 'utf8' });
    expect(printed.trim().split('\n')).to.deep.equal([
      `domi-${version}-npm.cdx.json: OK`,
      `domi-${version}.tgz: OK`,
    ]);
  });

  it('packages a chart that Helm reads as this version', () => {
    const args = ['show', 'chart', join(out, `domi-${version}.tgz`)];
    const chart = parse(execFileSync(findKubernetesTools().helm, args, { encoding: 'utf8' })) as object;
    expect(chart).to.include({ name: 'domi', version, appVersion: version });
  });

  it('lists the packages of production under the name of the project', () => {
    const sbom = JSON.parse(readFileSync(join(out, `domi-${version}-npm.cdx.json`), 'utf8')) as Sbom;
    expect(sbom.metadata.component).to.include({ name: 'domi', version });
    const names = sbom.components.map(({ name }) => name);
    expect(names).to.include('koa').and.not.include('mocha');
  });

  it('writes notes that say how to get it, with the changes and with links that work on the page of a release', () => {
    const notes = readFileSync(join(out, 'notes.md'), 'utf8');
    expect(notes).to.include(`--version ${version}`).and.include('### Added');
    for (const [, path = ''] of notes.matchAll(/\/blob\/v[^/]+\/([^)#]+)/g))
      expect(existsSync(join(ROOT, path)), path).to.equal(true);
    expect(notes).not.to.match(/\]\((?!https:)/);
  });

  it('hands the workflow what it needs, a value on each line', () => {
    const lines = readFileSync(outputs, 'utf8').trim().split('\n');
    const values = Object.fromEntries(lines.map((line) => line.split(/=(.*)/, 2)));
    const { image, charts } = toPublication(PROJECT);
    expect(values).to.include({ version, image, charts, prerelease: String(version.includes('-')) });
    expect(values['node-image']).to.match(/^docker\.io\/library\/node:\d+-/);
    expect(values['created']).to.equal(new Date(Number(values['epoch']) * 1000).toISOString());
  });

  it('with the tag of another version, stops and leaves no file', () => {
    const folder = join(out, 'other');
    const { status, stderr } = run('--out', folder, '--tag', 'v0.0.1');
    expect(status).to.equal(1);
    expect(stderr).to.equal(`the tag is v0.0.1, package.json has version ${version}\n`);
    expect(existsSync(folder)).to.equal(false);
  });
});

describe('the parts of a release', () => {
  const versions = { project: '2.1.0', lock: '2.1.0', chart: '2.1.0', app: '2.1.0' };
  const section: ReleaseSection = {
    version: '2.1.0',
    date: '2027-01-02',
    body: 'See [tenants](docs/tenants.md#a), [elsewhere](https://example.com/x).',
    changes: [{ kind: 'added', text: 'A.' }],
  };
  const { date: _, ...undated } = section;

  it('when all numbers agree, have no fault', () => {
    expect(findReleaseFaults({ ...versions, tag: 'v2.1.0' }, [section])).to.deep.equal([]);
  });

  const rows: [
    what: string,
    versions: Partial<typeof versions & { tag: string }>,
    sections: ReleaseSection[],
    fault: string,
  ][] = [
    [
      'the lock file is older',
      { lock: '2.0.0' },
      [section],
      'package-lock.json has version 2.0.0, package.json 2.1.0',
    ],
    [
      'the chart is older',
      { chart: '2.0.0' },
      [section],
      'helm/domi/Chart.yaml has version 2.0.0, package.json 2.1.0',
    ],
    [
      'the chart installs an older one',
      { app: '2.0.0' },
      [section],
      'helm/domi/Chart.yaml has appVersion 2.0.0, package.json 2.1.0',
    ],
    ['the tag has no v', { tag: '2.1.0' }, [section], 'the tag is 2.1.0, package.json has version 2.1.0'],
    [
      'nothing is written about it',
      {},
      [{ ...section, version: '2.0.0' }],
      'CHANGELOG.md has no section for 2.1.0',
    ],
    ['it has no date', {}, [undated], 'CHANGELOG.md: 2.1.0 has no date'],
    ['nothing has changed', {}, [{ ...section, changes: [] }], 'CHANGELOG.md: 2.1.0 names no change'],
  ];
  for (const [what, changed, sections, fault] of rows)
    it(`when ${what}, name that fault alone`, () => {
      expect(findReleaseFaults({ ...versions, ...changed }, sections)).to.deep.equal([fault]);
    });

  it('a version for trying out moves no tag, a finished one moves three', () => {
    expect(listImageTags('i', '2.1.0-rc.1')).to.deep.equal(['i:2.1.0-rc.1']);
    expect(listImageTags('i', '2.1.0')).to.deep.equal(['i:2.1.0', 'i:2.1', 'i:2', 'i:latest']);
  });

  it('a repository elsewhere, when its address is not one of GitHub, is refused', () => {
    expect(() => toPublication({ version, repository: { url: 'https://git.example.com/x' } })).to.throw(
      'repository.url',
    );
  });

  it('notes, when the changelog links to files, link to those of the tag', () => {
    const notes = renderNotes(section, { image: 'r/i', charts: 'r/c', home: 'https://h' });
    expect(notes).to.include(
      '[tenants](https://h/blob/v2.1.0/docs/tenants.md#a), [elsewhere](https://example.com/x)',
    );
  });
});
