import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DISK } from '../../src/config/files/disk.ts';
import { createLooker, type Looker } from '../../src/config-source/create-looker.ts';
import { recordDisk } from '../../src/config-source/recorded-disk.ts';
import { readList } from '../../src/config-source/shared-text.ts';

describe('looking at what was read', function () {
  this.timeout(30_000);
  let folder: string;
  let looker: Looker;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-look-'));
    looker = createLooker();
  });
  afterEach(async () => {
    await looker.stop();
    await rm(folder, { recursive: true });
  });

  /** Few are looked at by this thread, many by one of their own. */
  for (const count of [3, 1500]) {
    it(`of ${count} files, when one of them is another one, missing or back, tells`, async () => {
      const names = Array.from({ length: count }, (_, index) => join(folder, `file-${index}`));
      for (const name of names) await writeFile(name, 'same');
      const { disk, finish } = recordDisk(DISK);
      for (const name of names) disk.read(name);
      expect(() => disk.read(join(folder, 'missing'))).to.throw('ENOENT');
      const { paths, signature } = finish();
      expect(readList(paths)).to.have.length(count + 1);
      expect(await looker.look(paths), 'nothing').to.equal(signature);

      const [first = ''] = names;
      await writeFile(`${first}.new`, 'same');
      await rename(`${first}.new`, first);
      const replaced = await looker.look(paths);
      expect(replaced, 'replaced').to.not.equal(signature);
      await rm(first);
      const gone = await looker.look(paths);
      expect(gone, 'gone').to.not.equal(replaced);
      await symlink('file-1', first);
      expect(await looker.look(paths), 'a link').to.not.equal(gone);
    });
  }
});
