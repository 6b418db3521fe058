import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseChangelog } from '../../scripts/release/parse-changelog.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const CHANGELOG = `# Changelog

## [Unreleased]

### Fixed

- A thing, in two
  lines.

## [1.1.0] - 2027-01-02

Text for everybody.

### Added

- One.
- Two, see [docs/a.md](docs/a.md).

### Security

- Three.

[Unreleased]: https://example.com/compare
[1.1.0]: https://example.com/tag
`;

describe('the changelog', () => {
  it('when it is parsed, gives its sections in order, and each change on one line', () => {
    const [next, released] = parseChangelog(CHANGELOG);
    expect(next).to.deep.include({
      version: 'Unreleased',
      changes: [{ kind: 'fixed', text: 'A thing, in two lines.' }],
    });
    expect(next).not.to.have.property('date');
    expect(released).to.deep.include({ version: '1.1.0', date: '2027-01-02' });
    expect(released?.changes).to.deep.equal([
      { kind: 'added', text: 'One.' },
      { kind: 'added', text: 'Two, see [docs/a.md](docs/a.md).' },
      { kind: 'security', text: 'Three.' },
    ]);
    expect(released?.body).to.match(/^Text for everybody\.[\s\S]*- Three\.$/);
  });

  for (const [what, text, words] of [
    ['a heading without brackets', '## 1.0.0 - 2027-01-02', '"## 1.0.0 - 2027-01-02" is not'],
    ['a date in words', '## [1.0.0] - January 2027', 'is not "## [version] - YYYY-MM-DD"'],
    [
      'a kind that nobody knows',
      '## [1.0.0] - 2027-01-02\n\n### Improved\n\n- A.',
      '"### Improved" is not a kind',
    ],
  ] as const)
    it(`with ${what}, is refused with the line`, () => {
      expect(() => parseChangelog(text)).to.throw(words);
    });

  it('of this project begins with what is not released, then has falling versions and dates', () => {
    const sections = parseChangelog(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'));
    expect(sections[0]?.version).to.equal('Unreleased');
    const released = sections.slice(1);
    const rank = ({ version, date = '' }: (typeof released)[number]): string =>
      `${date} ${version.split('.').map((part) => part.padStart(4, '0'))}`;
    expect(released.map(rank)).to.deep.equal(released.map(rank).toSorted().toReversed());
    for (const { version, date, changes } of released) {
      expect(date, version).to.be.a('string');
      expect(changes, version).not.to.be.empty;
    }
  });
});
