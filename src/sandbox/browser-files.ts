import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

export interface BrowserFiles {
  readonly executablePath: string;
  /** The whole environment of the browser. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Unpacks Chromium on first use, which takes a second or two; later calls and other processes use the same files. */
export async function prepareBrowserFiles(temporaryFolder: string = tmpdir()): Promise<BrowserFiles> {
  const { uid } = userInfo();
  const folder = join(temporaryFolder, `domi-chromium-${await readVersion()}-${uid}`);
  if (!(await isOwnFolder(folder, uid))) await unpackTo(folder);
  const executablePath = join(folder, 'chromium');
  const environment = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  if (await canRun(executablePath, environment)) return { executablePath, environment };
  // The package has libraries that a bare machine lacks (NSS, expat); the machine's own ones are newer.
  return { executablePath, environment: { ...environment, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } };
}

async function readVersion(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'));
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}

/** These files are executed, and anybody can create files in a shared temporary folder. */
async function isOwnFolder(folder: string, uid: number): Promise<boolean> {
  const found = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return false;
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return true;
  throw new Error(`${folder} can be written by other users: remove it, or set TMPDIR to another folder`);
}

/** Unpacks to a temporary folder and renames it, so that a concurrent process never finds half of the files. */
async function unpackTo(folder: string): Promise<void> {
  const draft = await mkdtemp(`${folder}-`);
  try {
    const worker = new Worker(new URL('./unpack-browser.ts', import.meta.url), {
      // The package unpacks its libraries only on this platform.
      env: { TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    await once(worker, 'exit');
    await writeFile(join(draft, 'fonts.conf'), buildFontConfiguration(folder));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true });
    const { code } = error as NodeJS.ErrnoException;
    // Another process was faster; its files are the same.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/**
 * Only the fonts of the package, so that a page looks the same on every machine. The path of the cache is absolute: a
 * relative one would be created in the working folder of the browser.
 */
function buildFontConfiguration(folder: string): string {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path}/fonts</dir>
  <cachedir>${path}/fonts-cache</cachedir>
</fontconfig>
`;
}

/** The dynamic loader ends a program with missing libraries before it starts. */
async function canRun(executablePath: string, environment: Record<string, string>): Promise<boolean> {
  return promisify(execFile)(executablePath, ['--version'], { env: environment }).then(
    () => true,
    () => false,
  );
}
