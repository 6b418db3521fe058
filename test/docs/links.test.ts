import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect } from 'chai';
import { findLinks, listAnchors, ROOT, readPages } from './read-pages.ts';

const OUTSIDE = /^(?:https?|mailto):/;

const pages = readPages();

describe('links of the documentation', () => {
  for (const { path, text } of pages) {
    it(`${path}, when its links are followed, leads to files, headings and pictures that are there`, () => {
      const inside = findLinks(text).filter(({ target }) => !OUTSIDE.test(target));
      const faults = inside.flatMap(({ target, isImage }) => findFault(path, target, isImage) ?? []);
      expect(faults).to.deep.equal([]);
    });
  }

  it('links to the outside, when they are read, are addresses with https', () => {
    const targets = pages.flatMap(({ path, text }) =>
      findLinks(text).flatMap(({ target }) => (OUTSIDE.test(target) ? [`${path} ${target}`] : [])),
    );
    expect(targets).to.have.length.greaterThan(10);
    const odd = targets.filter(
      (link) => !/ (?:https:\/\/\S+\.\S+|http:\/\/localhost:\d+\/|mailto:\S+@\S+)/.test(link),
    );
    expect(odd).to.deep.equal([]);
  });
});

describe('the reader of links', () => {
  it('anchors, when headings have code, links, punctuation or a name twice, are those of GitHub', () => {
    const text = [
      '# What is kept, where and for how long',
      '## `domi check [--live]`: exit codes',
      '## See [the map](x.md)',
      '## Zoom (`zoom`)',
      '## Zoom (`zoom`)',
      '```sh',
      '# no heading',
      '```',
      '<a id="own"></a>',
    ].join('\n');
    expect(listAnchors(text)).to.deep.equal([
      'what-is-kept-where-and-for-how-long',
      'domi-check---live-exit-codes',
      'see-the-map',
      'zoom-zoom',
      'zoom-zoom-1',
      'own',
    ]);
  });

  it('links, when they stand in a block, a comment or code, are not links', () => {
    const text =
      '[a](b.md#c) ![p](p.png) <https://x.example/y> `[d](e)`\n```sh\n[f](g)\n```\n<!-- [h](i) -->\n';
    expect(findLinks(text)).to.deep.equal([
      { target: 'b.md#c', isImage: false },
      { target: 'p.png', isImage: true },
      { target: 'https://x.example/y', isImage: false },
    ]);
  });

  it('a link to a heading, a file or a picture that is not there, is a fault', () => {
    for (const target of ['operator.md#no-such-heading', 'no-such-page.md', '../../outside.md', '#nowhere'])
      expect(findFault('docs/README.md', target, false), target).to.be.a('string');
    expect(findFault('docs/README.md', 'operator.md', true)).to.be.a('string');
    expect(findFault('docs/README.md', 'operator.md#stopping', false)).to.equal(undefined);
  });
});

/** @returns what is wrong with a link within the project */
function findFault(page: string, target: string, isImage: boolean): string | undefined {
  const [path = '', anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (file.startsWith('..') || !existsSync(join(ROOT, file))) return `${target}: no such file`;
  if (isImage && !/\.(?:png|svg|jpe?g|webp)$/.test(file)) return `${target}: not a picture`;
  if (anchor === undefined) return undefined;
  if (statSync(join(ROOT, file)).isDirectory()) return `${target}: a folder has no headings`;
  // A line of a source file.
  if (!file.endsWith('.md')) return /^L\d+/.test(anchor) ? undefined : `${target}: not a page`;
  const anchors = listAnchors(readFileSync(join(ROOT, file), 'utf8'));
  return anchors.includes(anchor) ? undefined : `${target}: no such heading`;
}
