import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Runs in the Debian base while the image is built: copies Node, the libraries that it is linked with, and the few files
 * that the C library reads. Nothing else is in the image, above all no shell and no package manager.
 */
const [, , target = '/system'] = process.argv;

const USER = 'domi:x:65532:65532:DOMI:/:/nowhere\n';

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' });
}

/** `name => /path (0x…)`, and the loader as a path alone. */
function listLibraries(program: string): string[] {
  return [...run('ldd', program).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
}

/** Resolves links in the folder, since Debian's /lib is a link to /usr/lib. */
function place(path: string): string {
  const folder = join(target, existsSync(dirname(path)) ? realpathSync(dirname(path)) : dirname(path));
  mkdirSync(folder, { recursive: true });
  return join(folder, basename(path));
}

function copy(path: string): void {
  copyFileSync(realpathSync(path), place(path));
}

/** @returns the Debian package that the file belongs to */
function findPackage(path: string): string {
  const real = realpathSync(path);
  // Packages from before the merge of /lib and /usr/lib list the old path.
  for (const known of [real, real.replace(/^\/usr/, '')]) {
    try {
      const [owner = ''] = run('dpkg-query', '--search', known).split(': ');
      return owner;
    } catch {}
  }
  throw new Error(`no Debian package owns ${path}`);
}

/** Vulnerability scanners read this folder in images without a package manager. */
function recordPackage(name: string): void {
  const plain = name.replace(/:.*/, '');
  const folder = join(target, 'var/lib/dpkg/status.d');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, plain), run('dpkg-query', '--status', name));
  const license = `/usr/share/doc/${plain}/copyright`;
  if (existsSync(license)) copy(license);
}

const libraries = listLibraries(process.execPath);
for (const path of [process.execPath, ...libraries]) copy(path);
for (const folder of ['lib', 'lib64']) {
  if (existsSync(join(target, 'usr', folder))) symlinkSync(`usr/${folder}`, join(target, folder));
}

const packages = new Set([...libraries.map(findPackage), 'base-files']);
for (const name of packages) recordPackage(name);
copy('/etc/os-release');

// For the list of what the image holds.
writeFileSync(place('/usr/local/share/node/version'), `${process.versions.node}\n`);
writeFileSync(place('/etc/passwd'), USER);
writeFileSync(place('/etc/group'), 'domi:x:65532:\n');
// Resolves host names by /etc/hosts first, then by DNS.
writeFileSync(place('/etc/nsswitch.conf'), 'hosts: files dns\n');
