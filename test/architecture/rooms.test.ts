import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { parseRoomReadme } from '../../scripts/architecture/parse-room-readme.ts';
import { MAY_IMPORT, SANDBOX, VAGUE_FOLDERS } from '../../scripts/architecture/rooms.ts';
import { folderOf, listRooms, readSources, SOURCE } from './source-files.ts';

const files = readSources();
const rooms = listRooms(files);

describe('folders of src', () => {
  const imports = files
    .filter(({ folder }) => folder !== '' && folder !== SANDBOX)
    .flatMap((file) => file.imports.map((imported) => ({ file, imported })))
    .filter(
      ({ file, imported }) => imported.target !== undefined && folderOf(imported.target) !== file.folder,
    );

  for (const folder of rooms) {
    it(`${folder} imports ${MAY_IMPORT[folder]?.join(', ') || 'no other folder'}, and nothing else`, () => {
      const allowed = MAY_IMPORT[folder];
      if (allowed === undefined) throw new Error(`src/${folder} has no row in MAY_IMPORT`);
      const faults = imports
        .filter(({ file }) => file.folder === folder)
        .filter(({ imported }) => {
          const target = folderOf(imported.target ?? '');
          return !allowed.includes(target) && !(imported.isTypeOnly && allowed.includes(`${target} (types)`));
        })
        .map(({ file, imported }) => `${file.path} imports ${imported.specifier}`);
      expect(faults).to.deep.equal([]);
    });
  }

  it('the table, when a folder is gone, has no row for it', () => {
    expect(Object.keys(MAY_IMPORT).filter((folder) => !rooms.includes(folder))).to.deep.equal([]);
  });

  it('a folder, wherever it is, has a name that says what it is for', () => {
    const names = files.flatMap(({ path }) => dirname(path).split('/'));
    expect(names.filter((name) => VAGUE_FOLDERS.includes(name))).to.deep.equal([]);
  });

  it('the sandbox, when the service is built, is left out: nothing outside imports it', () => {
    const faults = files
      .filter(({ folder }) => folder !== SANDBOX)
      .flatMap(({ path, imports: all }) => all.map(({ target }) => ({ path, target })))
      .filter(({ target }) => target?.startsWith(`${SANDBOX}/`));
    expect(faults).to.deep.equal([]);
  });

  for (const folder of [...rooms, SANDBOX]) {
    it(`${folder} has a README.md that says in a few lines what it owns and what it leaves to others`, () => {
      const path = join(SOURCE, folder, 'README.md');
      expect(existsSync(path), `src/${folder}/README.md`).to.equal(true);
      const { title, moreLines } = parseRoomReadme(readFileSync(path, 'utf8'));
      expect(title).to.equal(folder);
      expect(moreLines, 'lines after "Leaves to others"').to.be.at.most(8);
    });
  }
});

describe('the README.md of a folder', () => {
  it('when it is complete, gives title, sentence and number of further lines', () => {
    const text = [
      '# limits',
      '',
      'Owns: who must wait. Counts too.',
      'Leaves to others: what',
      'they say.',
      '',
      'Begin here.',
    ];
    expect(parseRoomReadme(text.join('\n'))).to.deep.equal({
      title: 'limits',
      owns: 'who must wait.',
      moreLines: 2,
    });
  });

  for (const text of [
    '',
    '# limits\n\nOwns: who must wait.\n',
    '# limits\nLeaves to others: all.\n',
    '# limits\nIt counts.\nOwns: who must wait.\nLeaves to others: all.\n',
    '# limits\nOwns:\nLeaves to others: all.\n',
  ]) {
    it(`is refused when it is ${JSON.stringify(text)}`, () => {
      expect(() => parseRoomReadme(text)).to.throw('Owns:');
    });
  }
});
