import { basename, extname, join } from 'node:path';
import { type Disk, readErrorCode } from '../config/files/disk.ts';
import type { Fault } from '../config/report/config-error.ts';

export interface TenantFileList {
  readonly paths: readonly string[];
  readonly faults: readonly Fault[];
}

/** Also with an ending in upper case, which is a fault: a tenant must not vanish because its file was renamed. */
const TENANT_FILE = /\.(ya?ml|json)$/i;

/** Of folders. Links are refused, so this guards against mistakes alone. */
const MAX_DEPTH = 16;

/** Lists the files of tenants in a folder and its subfolders, in an order that does not depend on the file system. */
export function listTenantFiles(source: string, disk: Disk): TenantFileList {
  const paths: string[] = [];
  const faults: Fault[] = [];

  function list(folder: string, depth: number): void {
    const location = disk.locate(folder);
    for (const name of disk.list(folder).filter(isVisible).sort()) {
      const path = join(folder, name);
      const isFile = TENANT_FILE.test(name);
      if (!isFile && !isFolder(path, disk)) continue;
      if (isLink(path, join(location, name), disk)) faults.push(refuseLink(path, isFile));
      else if (isFile) paths.push(path);
      else if (depth < MAX_DEPTH) tryList(path, depth + 1);
      else faults.push(refuseFolder(path, `is more than ${MAX_DEPTH} folders deep`));
    }
  }

  function tryList(folder: string, depth: number): void {
    try {
      list(folder, depth);
    } catch (error) {
      faults.push(refuseFolder(folder, `cannot be read (${readErrorCode(error)})`));
    }
  }

  tryList(source, 0);
  return { paths, faults };
}

const isVisible = (name: string): boolean => !name.startsWith('.');

function isFolder(path: string, disk: Disk): boolean {
  try {
    return disk.isFolder(path);
  } catch {
    return false;
  }
}

/** A link that leads nowhere is one, too. */
function isLink(path: string, expected: string, disk: Disk): boolean {
  try {
    return disk.locate(path) !== expected;
  } catch {
    return true;
  }
}

/** A link could publish any file of the machine that builds, and a folder that leads back has every tenant twice. */
function refuseLink(path: string, isFile: boolean): Fault {
  const message = `is a link: put the ${isFile ? 'file' : 'folder'} itself here`;
  const fault: Fault = { where: isFile ? `${path}:1:1` : path, message, code: 'file_unreadable' };
  return isFile ? { ...fault, tenantId: basename(path, extname(path)) } : fault;
}

/** Concerns everybody: nobody knows whose files are in it. */
function refuseFolder(path: string, message: string): Fault {
  return { where: path, message, code: 'file_unreadable' };
}
