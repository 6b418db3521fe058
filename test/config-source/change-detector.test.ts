import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCalendar } from '../../src/config/calendar.ts';
import { DISK } from '../../src/config/files/disk.ts';
import { createChangeDetector } from '../../src/config-source/change-detector.ts';
import { readTexts } from '../../src/config-source/packed-texts.ts';
import type { Snapshot } from '../../src/config-source/snapshot.ts';
import { createSnapshotRecorder } from '../../src/config-source/snapshot-recorder.ts';
import { THREAD_TIMES } from '../../src/config-source/thread-watch.ts';
import { createWorkerPool } from '../../src/config-source/worker-pool.ts';

describe('whether what was read has changed', function () {
  this.timeout(30_000);
  let folder: string;
  const ending = new AbortController();
  const { hasChanged } = createChangeDetector(
    createWorkerPool(ending.signal, THREAD_TIMES),
    THREAD_TIMES,
    ending.signal,
  );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-look-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  after(() => ending.abort());

  function take(names: readonly string[]): Snapshot {
    const { disk, finish } = createSnapshotRecorder(DISK, createCalendar(new Date()));
    for (const name of names) {
      try {
        disk.read(name);
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).to.equal('ENOENT');
      }
    }
    return finish();
  }

  /** In this thread, and in one of its own. */
  for (const count of [3, 1500]) {
    it(`of ${count} files, when one of them is another one, missing or back, is seen`, async () => {
      const names = Array.from({ length: count }, (_, index) => join(folder, `file-${index}`));
      for (const name of names) await writeFile(name, 'same');
      const all = [...names, join(folder, 'missing')];
      const before = take(all);
      expect([...readTexts(before.paths)]).to.deep.equal(all);
      expect(await hasChanged(before), 'nothing').to.equal(false);

      const [first = ''] = names;
      await writeFile(`${first}.new`, 'same');
      await rename(`${first}.new`, first);
      expect(await hasChanged(before), 'the first one replaced').to.equal(true);
      const again = take(all);
      expect(await hasChanged(again), 'nothing again').to.equal(false);

      const last = names.at(-1) ?? '';
      await writeFile(`${last}.new`, 'same');
      await rename(`${last}.new`, last);
      expect(await hasChanged(again), 'replaced').to.equal(true);
      const replaced = take(all);
      expect(await hasChanged(replaced), 'taken again').to.equal(false);
      await rm(last);
      expect(await hasChanged(replaced), 'gone').to.equal(true);
      const gone = take(all);
      expect(await hasChanged(gone), 'still gone').to.equal(false);
      await symlink('file-1', last);
      expect(await hasChanged(gone), 'a link').to.equal(true);
    });
  }

  it('of a file that was missing, when it comes, is seen', async () => {
    const name = join(folder, 'late');
    const before = take([name]);
    await writeFile(name, 'there');
    expect(await hasChanged(before)).to.equal(true);
  });
});
