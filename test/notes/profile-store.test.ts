import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createFileProfileStore } from '../../src/notes/file-profile-store.ts';
import { createMemoryProfileStore } from '../../src/notes/profile-store.ts';
import { OLD_TOKENS } from './notes-setup.ts';

describe('the profile in a file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-notes-'));
    path = join(folder, 'profile.json');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('there is no file, when it is loaded, then the profile is empty and no file appears', async () => {
    expect(await createFileProfileStore(path, 'zoom').load()).to.deep.equal({});
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('tokens are saved, when another store opens the file, then it finds them', async () => {
    await createFileProfileStore(path, 'zoom').save(OLD_TOKENS);
    expect(await createFileProfileStore(path, 'zoom').load()).to.deep.equal(OLD_TOKENS);
  });

  it('tokens are saved, when the file was open to all, then only its owner can read it', async () => {
    writeFileSync(path, '{}');
    chmodSync(path, 0o644);
    await createFileProfileStore(path, 'zoom').save(OLD_TOKENS);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('tokens are saved, when a file exists, then a new one takes its place and nothing is left beside', async () => {
    writeFileSync(path, '{}');
    const before = statSync(path).ino;
    await createFileProfileStore(path, 'zoom').save(OLD_TOKENS);
    expect(statSync(path).ino).not.to.equal(before);
    expect(readdirSync(folder)).to.deep.equal(['profile.json']);
  });

  it('the folder is missing, when tokens are saved, then it fails and makes no folder', async () => {
    const store = createFileProfileStore(join(folder, 'missing', 'profile.json'), 'zoom');
    expect(await failureOf(store.save(OLD_TOKENS))).to.include('ENOENT');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('tokens are saved, when readers look all the time, then each finds a whole file', async () => {
    const store = createFileProfileStore(path, 'zoom');
    const long = { accessToken: 'a'.repeat(200_000), refreshToken: 'r'.repeat(200_000) };
    await store.save(long);
    let isSaving = true;
    const saving = (async () => {
      for (let round = 0; round < 10; round += 1) await store.save(long);
      isSaving = false;
    })();
    while (isSaving) expect(await store.load()).to.deep.equal(long);
    await saving;
  });

  it('two services share a file, when one is emptied, then the other stays', async () => {
    const zoom = createFileProfileStore(path, 'zoom');
    const teams = createFileProfileStore(path, 'teams');
    await zoom.save(OLD_TOKENS);
    await teams.save({ refreshToken: 'teams-refresh' });
    await zoom.save({});
    expect(await zoom.load()).to.deep.equal({});
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({
      teams: { refreshToken: 'teams-refresh' },
    });
  });

  for (const content of ['eyJ-a-token', '[]', 'null', '{"zoom":"token"}', '{"zoom":{"refreshToken":7}}']) {
    it(`the file holds ${content}, when it is read or written, then it is left as it is`, async () => {
      writeFileSync(path, content);
      const store = createFileProfileStore(path, 'zoom');
      const messages = [await failureOf(store.load()), await failureOf(store.save(OLD_TOKENS))];
      expect(messages).to.deep.equal(Array(2).fill(`${path} is not a profile file; it was not changed`));
      expect(readFileSync(path, 'utf8')).to.equal(content);
    });
  }
});

describe('the profile in memory', () => {
  it('tokens are saved, when they are loaded, then they are the last ones', async () => {
    const store = createMemoryProfileStore();
    expect(await store.load()).to.deep.equal({});
    await store.save(OLD_TOKENS);
    expect(await store.load()).to.deep.equal(OLD_TOKENS);
  });
});

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it must fail');
}
