import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Running, runProgram } from '../helpers/service-process.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** The name in the Dockerfile. Where nothing can be pulled, an image of the same parts takes its place. */
const BASE = 'docker.io/library/node:26-bookworm-slim';

const PROGRAMS = ['podman', 'runc', 'debootstrap'];

/**
 * Images are kept between runs, apart from those of whoever runs the tests: making the base takes most of the time.
 * `podman --root /tmp/domi-containers/graph system reset` removes them.
 */
const STORE = join(tmpdir(), 'domi-containers');

export interface PodmanResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Podman {
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a command, whatever comes of it. */
  (...args: readonly string[]): Promise<PodmanResult>;
  /** A container in the foreground. */
  run(...args: readonly string[]): Running;
}

/** @returns why containers cannot be tested on this machine, or undefined when they can */
export function findObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'containers need root here';
  const missing = PROGRAMS.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  // Root inside a container without further rights may not even do this.
  const { status } = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'this machine lets nobody start containers';
}

/** Podman with settings that work in a container as well: no network of its own, no systemd. */
export function createPodman(): Podman {
  mkdirSync(STORE, { recursive: true, mode: 0o700 });
  const settings = join(STORE, 'containers.conf');
  writeFileSync(
    settings,
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`,
  );
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: homedir(),
    CONTAINERS_CONF: settings,
    CONTAINERS_STORAGE_CONF: join(STORE, 'storage.conf'),
  };
  writeFileSync(
    environment.CONTAINERS_STORAGE_CONF,
    `[storage]
graphroot = "${join(STORE, 'graph')}"
runroot = "${join(STORE, 'run')}"
${chooseDriver()}
`,
  );
  const call = async (...args: readonly string[]): Promise<PodmanResult> => {
    const options = { env: environment, maxBuffer: 64 * 1024 * 1024 };
    return promisify(execFile)('podman', args, options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: PodmanResult) => ({ code: Number(error.code), stdout: error.stdout, stderr: error.stderr }),
    );
  };
  return Object.assign(call, {
    environment,
    run: (...args: readonly string[]) => runProgram('podman', ['run', ...args], environment),
  });
}

/** The kernel refuses an overlay on an overlay, which is where a machine may itself be a container; FUSE does not. */
function chooseDriver(): string {
  const kind = execFileSync('stat', ['--file-system', '--format', '%T', STORE], { encoding: 'utf8' }).trim();
  if (kind !== 'overlayfs') return 'driver = "overlay"';
  const fuse = findProgram('fuse-overlayfs');
  if (fuse === undefined || !exists('/dev/fuse')) return 'driver = "vfs"';
  return `driver = "overlay"\n[storage.options.overlay]\nmount_program = "${fuse}"`;
}

/** Debian's own packages, the Node of this project and the npm of this machine: what the official image consists of. */
export async function ensureBase(podman: Podman): Promise<void> {
  const node = join(ROOT, 'node_modules', 'node', 'bin', 'node');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/node/package.json'), 'utf8')) as {
    version: string;
  };
  const label = 'domi.test.node';
  const { stdout: known } = await podman(
    'image',
    'inspect',
    '--format',
    `{{index .Labels "${label}"}}`,
    BASE,
  );
  if (known.trim() === version) return;

  const folder = await mkdtemp(join(tmpdir(), 'domi-base-'));
  try {
    const packages = '--include=libatomic1,libstdc++6,ca-certificates';
    await promisify(execFile)('debootstrap', ['--variant=minbase', packages, 'bookworm', folder]);
    for (const spare of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/locale', 'usr/share/man'])
      await rm(join(folder, spare), { recursive: true });
    const local = join(folder, 'usr', 'local');
    cpSync(node, join(local, 'bin', 'node'));
    cpSync(findNpm(), join(local, 'lib', 'node_modules', 'npm'), { recursive: true });
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin', 'npm'));
    const archive = `${folder}.tar`;
    await promisify(execFile)('tar', ['-C', folder, '-cf', archive, '.']);
    const { code, stderr } = await podman('import', '--change', `LABEL ${label}=${version}`, archive, BASE);
    await rm(archive);
    if (code !== 0) throw new Error(stderr);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Builds the image as a user would, by `npm run image`; what a machine needs to reach its registry is passed in. */
export async function buildImage(podman: Podman, tag: string, sbom: string): Promise<string> {
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  const mounts = [`${homedir()}/.npmrc:/root/.npmrc:ro`, `${homedir()}/.npm:/root/.npm`];
  if (certificates) mounts.push(`${certificates}:/run/ca.crt:ro`);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['scripts/image.ts', '--builder', 'podman', '--tag', tag, '--sbom', sbom, '--'],
      ...['--isolation=chroot', '--network=host'],
      ...(certificates ? ['--build-arg', 'NODE_EXTRA_CA_CERTS=/run/ca.crt'] : []),
      ...mounts.filter((mount) => exists(mount)).flatMap((mount) => ['--volume', mount]),
    ],
    { cwd: ROOT, env: podman.environment, maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout;
}

function exists(mount: string): boolean {
  try {
    realpathSync(mount.split(':')[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** The folder of npm itself; the project's own `node_modules/.bin` has none. */
function findNpm(): string {
  const program = findProgram('npm');
  if (program === undefined) throw new Error('npm is not installed');
  return dirname(dirname(realpathSync(program)));
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => exists(path));
}
