import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LayerFile {
  readonly path: string;
  readonly size: number;
  /** `uid/gid` */
  readonly owner: string;
  /** In the form of `ls -l`. */
  readonly mode: string;
}

export interface Layer {
  /** The instruction that created it. */
  readonly createdBy: string;
  /** Bytes of all files, unpacked. */
  readonly size: number;
  /** Files and links, no folders. */
  readonly files: readonly LayerFile[];
}

export interface Package {
  readonly name: string;
  readonly version: string;
}

/** The part of an image's configuration that Docker and OCI share. */
export interface ImageConfig {
  readonly created?: string;
  readonly config: {
    readonly User?: string;
    readonly Env?: readonly string[];
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
    readonly ExposedPorts?: Readonly<Record<string, unknown>>;
  };
  readonly history?: readonly { readonly created_by?: string; readonly empty_layer?: boolean }[];
}

export interface Image {
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
  readonly npmPackages: readonly Package[];
  readonly debianPackages: readonly Package[];
  readonly nodeVersion: string;
}

const tar = (...args: string[]): string =>
  execFileSync('tar', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

/**
 * Reads a `docker save` archive.
 * @param folder an empty folder to unpack it in
 */
export function readArchive(file: string, folder: string): Image {
  tar('-xf', file, '-C', folder);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const [manifest] = JSON.parse(read('manifest.json')) as [{ Config: string; Layers: string[] }];
  const config = JSON.parse(read(manifest.Config)) as ImageConfig;
  const instructions = (config.history ?? []).filter(({ empty_layer }) => !empty_layer);
  const layers = manifest.Layers.map((name, index) => {
    const files = listFiles(join(folder, name));
    const size = files.reduce((sum, entry) => sum + entry.size, 0);
    return { createdBy: instructions[index]?.created_by ?? '', size, files };
  });
  const root = join(folder, 'root');
  execFileSync('mkdir', [root]);
  for (const name of manifest.Layers) tar('-xf', join(folder, name), '-C', root);
  return {
    config,
    layers,
    npmPackages: listNpmPackages(root),
    debianPackages: listDebianPackages(root),
    nodeVersion: readFileSync(join(root, 'usr/local/share/node/version'), 'utf8').trim(),
  };
}

/** `-rwxr-xr-x 0/0 149711504 2026-11-24 00:00 usr/local/bin/node` */
const LINE = /^(\S+) +(\d+\/\d+) +(\d+) +\S+ +\S+ (.*)$/;

function listFiles(layer: string): LayerFile[] {
  return tar('--numeric-owner', '-tvf', layer)
    .split('\n')
    .flatMap((line) => {
      const [, mode = '', owner = '', size = '', name = ''] = LINE.exec(line) ?? [];
      if (mode === '' || mode.startsWith('d')) return [];
      return [{ path: `/${name.replace(/ (->|link to) .*$/, '')}`, size: Number(size), owner, mode }];
    });
}

/** Reads the list of packages that npm writes when it installs them. */
function listNpmPackages(root: string): Package[] {
  const list = JSON.parse(readFileSync(join(root, 'app/node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  return Object.entries(list.packages).map(([path, { version }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version,
  }));
}

function listDebianPackages(root: string): Package[] {
  const folder = join(root, 'var/lib/dpkg/status.d');
  return readdirSync(folder).map((name) => {
    const [, version = ''] = /^Version: (.*)$/m.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    return { name, version };
  });
}
