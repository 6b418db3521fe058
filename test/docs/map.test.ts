import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { expect } from 'chai';
import { findLinks, ROOT, readPages } from './read-pages.ts';

/** Its kind, its reader, its purpose. */
const FIRST_LINE = /^\*(Tutorial|How-to|Reference|Explanation) for (\S[^:]*): (\S.*\.)\*$/;

/** Each has an index that is a page of the map, and a test of its own that holds index and pages together. */
const INDEXED = ['docs/decisions', 'docs/runbooks'];

const MAP = 'docs/README.md';

const pages = readPages().filter(
  ({ path }) =>
    path.startsWith('docs/') && (!INDEXED.includes(dirname(path)) || basename(path) === 'README.md'),
);

/** The sections of the map with the pages to which they lead. */
const sections = new Map(
  readFileSync(join(ROOT, MAP), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const links = findLinks(section).map(({ target }) => normalize(join(dirname(MAP), target)));
      return [section.split('\n')[0] ?? '', links];
    }),
);

describe('the map of the documentation', () => {
  it('has the four kinds, in the order in which a reader needs them', () => {
    expect([...sections.keys()]).to.deep.equal(['Tutorial', 'How-to', 'Reference', 'Explanation']);
  });

  for (const { path, text } of pages) {
    it(`${path}, when it is opened, names kind, reader and purpose, and is in that section of the map`, () => {
      const [title = '', blank, line = ''] = text.split('\n');
      expect(title).to.match(/^# \S/);
      expect(blank).to.equal('');
      expect(line).to.match(FIRST_LINE);
      if (path === MAP) return;
      const [, kind] = FIRST_LINE.exec(line) ?? [];
      const found = [...sections].filter(([, links]) => links.includes(path)).map(([name]) => name);
      expect(found).to.deep.equal([kind]);
    });
  }

  it('README.md leads to the map', () => {
    const links = findLinks(readFileSync(join(ROOT, 'README.md'), 'utf8'));
    expect(links.map(({ target }) => target)).to.include(MAP);
  });

  it('a picture or an example, when it is in docs, is shown by a page', () => {
    const shown = readPages().flatMap(({ path, text }) =>
      findLinks(text).map(({ target }) => normalize(join(dirname(path), target))),
    );
    const files = ['pictures', 'examples'].flatMap((folder) =>
      readdirSync(join(ROOT, 'docs', folder)).map((name) => `docs/${folder}/${name}`),
    );
    expect(files.filter((file) => !shown.includes(file))).to.deep.equal([]);
  });
});
