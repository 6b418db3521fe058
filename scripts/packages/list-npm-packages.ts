import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sbom } from './build-sbom.ts';
import type { LockFile } from './find-package-faults.ts';

type Root = Record<string, unknown> & { devDependencies?: unknown; overrides?: unknown };

/**
 * Has npm list the packages that production installs. With `--omit dev` alone, npm leaves out packages that development needs
 * as well (seen with npm 11: a quarter of them), so it gets a manifest and a lock file without development packages.
 * @param root folder of package.json and package-lock.json
 */
export function listNpmPackages(root: string): Sbom {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
  const folder = mkdtempSync(join(tmpdir(), 'domi-sbom-'));
  const write = (name: string, content: object): void =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  try {
    const lock = read<LockFile>('package-lock.json');
    write('package.json', dropDevelopment(read<Root>('package.json')));
    write('package-lock.json', { ...lock, packages: Object.fromEntries(listProduction(lock)) });
    const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
    return nameProject(JSON.parse(execFileSync('npm', args, { cwd: folder, encoding: 'utf8' })) as Sbom);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** npm names the project by its folder, and takes it for a library. */
function nameProject(sbom: Sbom): Sbom {
  const component = { ...sbom.metadata.component, type: 'application', name: 'domi' };
  return { ...sbom, metadata: { ...sbom.metadata, component } };
}

function listProduction({ packages }: LockFile): [string, object][] {
  return Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(([path, locked]) => [path, path === '' ? dropDevelopment(locked as Root) : locked]);
}

/** Overrides concern development packages only, and npm complains about them when those are gone. */
function dropDevelopment({ devDependencies: _, overrides: __, ...rest }: Root): object {
  return rest;
}
