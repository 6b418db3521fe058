import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, runProgram } from './service-process.ts';

/** A file system that a program sees and nobody else, mounted without rights of root in namespaces of its own. */
export interface OwnMount {
  /** Options of `mount`, without the folder. */
  readonly options: string;
  readonly folder: string;
}

/** Any access to it hangs until the process is killed: a FUSE file system whose server never answers. */
export function mountHanging(folder: string): OwnMount {
  return { folder, options: '-i -t fuse -o fd=9,rootmode=40000,user_id=0,group_id=0 none' };
}

/** A disk of this many KiB. */
export function mountSmall(folder: string, size: number): OwnMount {
  return { folder, options: `-t tmpfs -o size=${size}k none` };
}

function toScript({ folder, options }: OwnMount, then: string): string {
  return `exec 9<>/dev/${options.includes('fuse') ? 'fuse' : 'null'} && mount ${options} "${folder}" && ${then}`;
}

/** @returns why such mounts are not possible here; undefined when they are */
export function findMountObstacle(create: (folder: string) => OwnMount): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'domi-mount-'));
  const { status } = spawnSync('unshare', ['-Urm', 'sh', '-c', toScript(create(folder), 'true')], {
    stdio: 'ignore',
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? undefined : 'no file system can be mounted in a namespace of its own (unshare -Urm)';
}

/**
 * Runs Node where the file system is mounted.
 * @param isFirst as process 1 of its namespace, as in a container: then the returned process is its parent
 */
export function runNodeWithMount(
  mount: OwnMount,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  isFirst = false,
): Running {
  const script = toScript(mount, 'exec "$0" "$@"');
  return runProgram('unshare', [isFirst ? '-Urmpf' : '-Urm', 'sh', '-c', script, process.execPath, ...args], {
    PATH: process.env['PATH'] ?? '',
    ...environment,
  });
}
