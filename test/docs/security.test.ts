import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..', '..');
const TEXT = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');

/** Cells of each row of the tables whose last column names tests, with the section that they are in. */
const ROWS = TEXT.split(/^## /m).flatMap((section) => {
  const [title = '', ...lines] = section.split('\n');
  const table = lines.findIndex((line) => /^\|.*\| test that fails [^|]+\|$/.test(line));
  if (table < 0) return [];
  const end = lines.findIndex((line, index) => index > table && !line.startsWith('|'));
  return lines.slice(table + 2, end).map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { title, promise: cells[1] ?? '', tests: cells.at(-2) ?? '' };
  });
});

describe('docs/security.md', () => {
  it('has a table of promises and tests in every section that promises something', () => {
    expect([...new Set(ROWS.map(({ title }) => title))]).to.deep.equal([
      'What is stored',
      'The sign-in',
      'Calls to the meeting services',
      'The ports',
      'The boundary between tenants',
      'The process',
      'Fuzz and soak',
    ]);
    expect(ROWS.length).to.be.above(50);
  });

  for (const { promise, tests } of ROWS) {
    it(`names tests that are there for: ${promise.slice(0, 80)}`, () => {
      expect(tests).to.match(/^`test\/[\w./-]+\.test\.ts`(, `test\/[\w./-]+\.test\.ts`)*$/);
      const paths = tests.split(', ').map((path) => path.replaceAll('`', ''));
      expect(paths.filter((path) => !existsSync(join(ROOT, path)))).to.deep.equal([]);
    });
  }

  it('has no row of a table that stands alone, cut off by an empty line', () => {
    const lines = TEXT.split('\n');
    const stray = lines.filter(
      (line, index) =>
        line.startsWith('|') &&
        !lines[index - 1]?.startsWith('|') &&
        !/^\| --- /.test(lines[index + 1] ?? ''),
    );
    expect(stray).to.deep.equal([]);
  });
});
