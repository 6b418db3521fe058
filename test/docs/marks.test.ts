import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { type CommandBlock, findCommandBlocks, ROOT, readPages } from './read-pages.ts';

const blocks = readPages()
  .filter(({ path }) => path === 'README.md' || path.startsWith('docs/'))
  .flatMap(findCommandBlocks);

describe('commands of the documentation', () => {
  it('when they are counted, are there', () => {
    expect(blocks.length).to.be.greaterThan(50);
  });

  for (const block of blocks) {
    it(`${block.where}, when it has commands, says which test runs them, or why none does`, () => {
      expect(findFault(block)).to.equal(undefined);
    });
  }

  it('a block without a mark, with a test that is not there or knows nothing of the page, is a fault', () => {
    const block = { where: 'x', page: 'docs/operator.md', commands: 'npm start\n' };
    expect(findFault({ ...block, mark: undefined })).to.be.a('string');
    expect(findFault({ ...block, mark: 'run by test/docs/nothing.test.ts' })).to.be.a('string');
    expect(findFault({ ...block, mark: 'run by test/tutorial.test.ts' })).to.be.a('string');
    expect(findFault({ ...block, mark: 'not run by a test: no' })).to.be.a('string');
    expect(findFault({ ...block, mark: 'run by test/docs/commands.test.ts' })).to.equal(undefined);
  });
});

/** @returns what is wrong with the mark of a block */
function findFault({ page, commands, mark }: CommandBlock): string | undefined {
  if (page.startsWith('docs/runbooks/') && isLookIntoTheLog(commands)) return undefined;
  if (mark === undefined) return 'no mark in the line above';
  const reason = /^not run by a test(?: as it is)?: (\S.*)$/.exec(mark)?.[1];
  if (reason !== undefined) {
    const missing = [...reason.matchAll(/\btest\/[\w./-]+/g)].filter(
      ([path]) => !existsSync(join(ROOT, path)),
    );
    if (missing.length > 0) return `no ${missing.join(', ')}`;
    return reason.split(' ').length >= 4 ? undefined : 'no reason';
  }
  const test = /^run by (test\/[\w./-]+\.test\.ts)$/.exec(mark)?.[1];
  if (test === undefined) return `not a mark: ${mark}`;
  if (!existsSync(join(ROOT, test))) return `no ${test}`;
  // A test that runs blocks by their marks finds them in every page.
  const source = readFileSync(join(ROOT, test), 'utf8');
  return source.includes(basename(page)) || source.includes('readPages()')
    ? undefined
    : `${test} does not read ${page}`;
}

/** test/monitoring/runbooks.test.ts runs the filters of these on the log of a service. */
function isLookIntoTheLog(commands: string): boolean {
  return commands
    .trim()
    .split('\n')
    .every((line) => line.startsWith('jq '));
}
