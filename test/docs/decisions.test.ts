import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'decisions');
const INDEX = 'README.md';

const LINK = String.raw`\[[^\]]+\]\((?<file>[^)]+)\)`;

/** In force, in force but for a part, or replaced. */
const STATUS = new RegExp(`^(?:in force|in force, [^[]+ replaced by ${LINK}|replaced by ${LINK})$`);

const names = readdirSync(FOLDER).filter((name) => name !== INDEX);
const index = readFileSync(join(FOLDER, INDEX), 'utf8').split('\n');

describe('the decisions', () => {
  for (const name of names) {
    it(`${name} has a title, a date, a status, and a row of the index that says the same`, () => {
      const [title = '', blank, date = '', status = ''] = readFileSync(join(FOLDER, name), 'utf8').split(
        '\n',
      );
      expect(title).to.match(/^# \S/);
      expect(blank).to.equal('');
      expect(date).to.equal(`Date: ${name.slice(0, 10)}`);
      expect(status).to.match(/^Status: /);
      const text = status.replace('Status: ', '');
      const match = STATUS.exec(text);
      expect(match, text).not.to.equal(null);
      const { file } = match?.groups ?? {};
      if (file !== undefined) expect(names, 'what replaced it').to.include(file);
      expect(index).to.include(`| ${name.slice(0, 10)} | [${title.slice(2)}](${name}) | ${text} |`);
    });
  }

  it('the index, when it is read from top to bottom, has each decision once, the oldest first', () => {
    const listed = index.map((line) => /^\| \d.*?\]\(([^)]+)\)/.exec(line)?.[1]);
    expect(listed.filter((name) => name !== undefined)).to.deep.equal(names.toSorted());
  });
});
