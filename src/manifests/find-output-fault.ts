import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Disk } from '../config/files/disk.ts';
import type { Fault } from '../config/report/config-error.ts';

/** @returns a fault if the folder of the manifests is that of the tenants or within it, links followed */
export function findOutputFault(source: string, output: string, disk: Disk): Fault | undefined {
  const path = relative(locate(resolve(source), disk), locate(resolve(output), disk));
  if (isAbsolute(path) || path === '..' || /^\.\.[/\\]/.test(path)) return undefined;
  const message = 'must not be in SRC: its files would be tenants of the next build';
  return { where: 'OUT', message, code: 'setting_invalid' };
}

/** Follows the links of as much of the path as there is. */
function locate(path: string, disk: Disk): string {
  try {
    return disk.locate(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(locate(folder, disk), path.slice(folder.length));
  }
}
