import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildSbom, type Sbom } from '../../scripts/packages/build-sbom.ts';
import {
  findPackageFaults,
  type LockedPackage,
  type LockFile,
  type Manifest,
} from '../../scripts/packages/find-package-faults.ts';
import { ALLOWED_LICENCES, isLicenceAllowed } from '../../scripts/packages/licences.ts';
import { listNpmPackages } from '../../scripts/packages/list-npm-packages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const LOCK = JSON.parse(read('package-lock.json')) as LockFile;
const MANIFEST = JSON.parse(read('package.json')) as Manifest;
const REASONS = read('docs/decisions/2026-11-24-dependencies.md');

const GOOD: LockedPackage = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' };

/** Faults of the project as it is, with one more package. */
const findWith = (locked: LockedPackage, manifest: Manifest = MANIFEST): string[] =>
  findPackageFaults(
    { packages: { ...LOCK.packages, 'node_modules/a/node_modules/@s/new': locked } },
    manifest,
    REASONS,
  );

describe('packages of others', () => {
  it('H9 are in order', () => {
    expect(findPackageFaults(LOCK, MANIFEST, REASONS)).to.deep.equal([]);
    expect(findWith(GOOD)).to.deep.equal([]);
  });

  const rows: [what: string, locked: LockedPackage, faults: string[]][] = [
    [
      'with a licence that is not on the list',
      { ...GOOD, license: 'AGPL-3.0-only' },
      ['@s/new 1.0.0: licence AGPL-3.0-only is not allowed in production (scripts/packages/licences.ts)'],
    ],
    [
      'with a licence for development only, in production',
      { ...GOOD, license: 'MPL-2.0' },
      ['@s/new 1.0.0: licence MPL-2.0 is not allowed in production (scripts/packages/licences.ts)'],
    ],
    ['with the same licence, in development', { ...GOOD, license: 'MPL-2.0', dev: true }, []],
    [
      'without a licence',
      { version: '1.0.0', integrity: 'sha512-x' },
      ['@s/new 1.0.0: has no licence in package-lock.json'],
    ],
    [
      'without a checksum, from a repository for instance',
      { version: '1.0.0', license: 'MIT' },
      ['@s/new 1.0.0: has no checksum in package-lock.json'],
    ],
    [
      'that its authors have given up',
      { ...GOOD, deprecated: 'use another one' },
      ['@s/new 1.0.0: is deprecated: use another one'],
    ],
    [
      'with an install script',
      { ...GOOD, hasInstallScript: true },
      ['@s/new: has an install script that allowScripts of package.json does not decide about'],
    ],
  ];
  for (const [what, locked, faults] of rows)
    it(`${what}: ${faults.length === 0 ? 'pass' : 'are a fault'}`, () => {
      expect(findWith(locked)).to.deep.equal(faults);
    });

  it('with an install script that was decided about, pass; a decision about none is a fault', () => {
    const manifest = { ...MANIFEST, allowScripts: { ...MANIFEST.allowScripts, '@s/new': false } };
    expect(findWith({ ...GOOD, hasInstallScript: true }, manifest)).to.deep.equal([]);
    expect(findWith(GOOD, manifest)).to.deep.equal([
      '@s/new: stands in allowScripts of package.json, but has no install script',
    ]);
  });

  it('that we name without a reason, or that have one and are gone, are faults', () => {
    const more = { ...MANIFEST, dependencies: { ...MANIFEST.dependencies, 'left-pad': '1.0.0' } };
    expect(findPackageFaults(LOCK, more, REASONS)).to.deep.equal(['left-pad: has no line of reason']);
    const { koa: _, ...fewer } = MANIFEST.dependencies;
    expect(findPackageFaults(LOCK, { ...MANIFEST, dependencies: fewer }, REASONS)).to.deep.equal([
      'koa: has a line of reason, but is no dependency',
    ]);
  });

  for (const [expression, isAllowed] of [
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['GPL-3.0-only OR LGPL-3.0-only', false],
    ['(MIT AND Apache-2.0)', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only) AND MIT', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['UNLICENSED', false],
    ['', false],
  ] as const) {
    it(`licence "${expression}" is ${isAllowed ? '' : 'not '}allowed`, () => {
      expect(isLicenceAllowed(expression, ALLOWED_LICENCES)).to.equal(isAllowed);
    });
  }
});

describe('the list of what the image holds', () => {
  const image = { nodeVersion: '26.1.0', debianPackages: [{ name: 'libc6', version: '2.36-9+deb12u1' }] };
  let sbom: Sbom;
  before(() => {
    sbom = buildSbom(listNpmPackages(ROOT), image);
  });

  it('names the service', () => {
    expect(sbom.bomFormat).to.equal('CycloneDX');
    expect(sbom.metadata.component).to.include({
      name: 'domi',
      version: LOCK.packages['']?.version,
      type: 'application',
    });
  });

  it('H9 has every package that production installs and no other, Node, and the Debian packages', () => {
    const installed = Object.entries(LOCK.packages)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`);
    const listed = sbom.components.map(({ name, version }) => `${name} ${version}`);
    expect(listed.sort()).to.deep.equal(
      [...new Set(installed), 'node 26.1.0', 'libc6 2.36-9+deb12u1'].sort(),
    );
    expect(sbom.components.at(-1)?.purl).to.equal('pkg:deb/debian/libc6@2.36-9%2Bdeb12u1');
  });
});
