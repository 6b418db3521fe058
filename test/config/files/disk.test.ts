import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DISK, readErrorCode } from '../../../src/config/files/disk.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { TEST_ENVIRONMENT } from '../../helpers/create-test-service.ts';
import { readSecrets } from '../../helpers/providers.ts';

/** Real files: a pipe, a device, links. */
describe('the disk', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'domi-disk-')));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const codeOf = (read: () => unknown): string => {
    try {
      read();
    } catch (error) {
      return readErrorCode(error);
    }
    return 'no error';
  };

  it('reads files of every size up to the limit, and none beyond it', () => {
    for (const length of [0, 1, 4095, 4096, 65_536, 70_000])
      expect(DISK.read(write('a', 'x'.repeat(length)), 70_000)).to.have.length(length);
    const file = write('b', 'x'.repeat(101));
    expect(codeOf(() => DISK.read(file, 100))).to.equal('larger than allowed');
    expect(DISK.readOrdinary(file, 101)).to.deep.equal({
      content: Buffer.from('x'.repeat(101)),
      location: file,
    });
  });

  it('does not fill the memory with a huge file', () => {
    const file = write('sparse', '');
    truncateSync(file, 64 * 1024 ** 3);
    expect(codeOf(() => DISK.read(file, 1000))).to.equal('larger than allowed');
  });

  it('reads a pipe where one may be, as it reads a file', () => {
    const name = join(folder, 'pipe');
    execFileSync('mkfifo', [name]);
    const writer = spawn('sh', ['-c', `(printf 'one '; sleep 0.1; printf two) > ${name}`], {
      stdio: 'ignore',
    });
    expect(DISK.readPipe(name, 100).toString()).to.equal('one two');
    writer.kill();
    expect(DISK.readPipe(write('a', 'a file'), 100).toString()).to.equal('a file');
  });

  it('waits for nobody who writes into a pipe', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const read of [DISK.read, DISK.readOrdinary])
      expect(codeOf(() => read(join(folder, 'pipe'), 1000))).to.equal('not a regular file');
  });

  for (const [path, code] of [
    ['/dev/zero', 'not a regular file'],
    ['/dev/null', 'not a regular file'],
    ['/proc/self/environ', 'in /proc, /sys or /dev'],
    ['/proc/self/mem', 'in /proc, /sys or /dev'],
    ['/proc/self/root/proc/self/environ', 'in /proc, /sys or /dev'],
    ['/proc/../proc/self/status', 'in /proc, /sys or /dev'],
  ] as const) {
    it(`reads nothing of ${path}, nor through a link`, () => {
      symlinkSync(path, join(folder, 'link'));
      symlinkSync(join(folder, 'link'), join(folder, 'link-to-link'));
      for (const name of [path, join(folder, 'link'), join(folder, 'link-to-link')])
        expect(
          codeOf(() => DISK.readOrdinary(name, 1000)),
          name,
        ).to.equal(code);
    });
  }

  it('reads a file by a link as the kubelet makes it, and says where it is', () => {
    mkdirSync(join(folder, '..2026'));
    const file = write('..2026/secret', 'a-secret');
    symlinkSync('..2026', join(folder, '..data'));
    symlinkSync('..data/secret', join(folder, 'secret'));
    expect(DISK.readOrdinary(join(folder, 'secret'), 100).location).to.equal(file);
  });

  it('finds nothing, a folder, and a link to itself', () => {
    symlinkSync('loop', join(folder, 'loop'));
    expect(codeOf(() => DISK.read(join(folder, 'absent')))).to.equal('ENOENT');
    expect(codeOf(() => DISK.read(folder))).to.equal('EISDIR');
    expect(codeOf(() => DISK.read(join(folder, 'loop')))).to.equal('ELOOP');
  });

  describe('when a tenant has a folder of its own', () => {
    const load = (file: string): string => {
      const zoom = { clientId: { value: 'a' }, clientSecret: { file } };
      const tenants = {
        good: { publicUrl: 'https://d.example.com/good' },
        acme: { publicUrl: 'https://d.example.com/acme', providers: { zoom } },
      };
      const config = loadConfig({
        ...TEST_ENVIRONMENT,
        DOMI_CONFIG: write('tenants.json', JSON.stringify({ tenants })),
        DOMI_TENANT_SECRETS: join(folder, 'secrets'),
      });
      const [rejected] = config.rejected.tenants;
      return rejected?.faults[0]?.message ?? readSecrets(config.directory.tenants[1]?.providers[0])[0] ?? '';
    };

    beforeEach(() => {
      for (const id of ['acme', 'globex']) {
        mkdirSync(join(folder, 'secrets', id), { recursive: true });
        write(`secrets/${id}/zoom`, `zoom-of-${id}`);
      }
    });

    it('reads its files, and those that it links within the folder', () => {
      symlinkSync('zoom', join(folder, 'secrets/acme/link'));
      expect(load(join(folder, 'secrets/acme/zoom'))).to.equal('zoom-of-acme');
      expect(load(join(folder, 'secrets/acme/link'))).to.equal('zoom-of-acme');
      expect(load(join(folder, 'secrets/globex/../acme/zoom'))).to.equal('zoom-of-acme');
    });

    it('reads nothing through a link that leaves the folder', () => {
      symlinkSync('../globex/zoom', join(folder, 'secrets/acme/link'));
      symlinkSync('../globex', join(folder, 'secrets/acme/folder'));
      for (const name of ['link', 'folder/zoom'])
        expect(load(join(folder, 'secrets/acme', name))).to.include('is not below');
    });

    it('reads its files when the folder itself is a link, as in a projected volume', () => {
      mkdirSync(join(folder, 'secrets/..2026/initech'), { recursive: true });
      symlinkSync('..2026', join(folder, 'secrets/..data'));
      rmSync(join(folder, 'secrets/acme'), { recursive: true });
      symlinkSync('..data/initech', join(folder, 'secrets/acme'));
      write('secrets/..2026/initech/zoom', 'zoom-by-link');
      expect(load(join(folder, 'secrets/acme/zoom'))).to.equal('zoom-by-link');
    });
  });
});
