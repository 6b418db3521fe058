import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MAY_IMPORT } from '../../scripts/architecture/rooms.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCS = join(ROOT, 'docs');

/** A file or folder from the root of the project, or below a room of src. The architecture page leaves endings out. */
const PATH = new RegExp(
  `(?<![\\w./-])(?:(?:src|test|scripts|bench)|${Object.keys(MAY_IMPORT).join('|')})/[a-z][a-z./-]*`,
  'g',
);

const decisions = readdirSync(join(DOCS, 'decisions')).map((name) => join('decisions', name));

describe('pages about the code', () => {
  for (const page of ['architecture.md', ...decisions]) {
    it(`${page}, when it names files or folders, names those that are there`, () => {
      expect(
        findPaths(readFileSync(join(DOCS, page), 'utf8')).filter((path) => !isThere(path)),
      ).to.deep.equal([]);
    });
  }

  it('a path, when it stands in a sentence or beside a word, is found as it is', () => {
    const text =
      'Begin in `src/service/app.ts`. See refresh/flights, and/or/not (test/docs). https://x.org/http/steps';
    expect(findPaths(text)).to.deep.equal(['src/service/app.ts', 'refresh/flights', 'test/docs']);
  });
});

function findPaths(text: string): string[] {
  return (text.match(PATH) ?? []).map((path) => path.replace(/[./]+$/, ''));
}

function isThere(path: string): boolean {
  return [path, `src/${path}`, `src/${path}.ts`].some((name) => existsSync(join(ROOT, name)));
}
