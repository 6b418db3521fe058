import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createDiskError, readErrorCode } from './disk.ts';

/**
 * Makes a folder, and those above it that are missing, one after the other. `mkdirSync` of Node with `recursive` never ends
 * where the system answers ENOENT in a folder that exists, as `/proc` does.
 * @param mode of each folder that is made
 * @throws Error with a `code` of Node, or a text of ours, and the `path` that it concerns
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (!isFolder(parent) && parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw createDiskError(explainFailure(error, parent), path);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function explainFailure(error: unknown, parent: string): string {
  const code = readErrorCode(error);
  // A file, or a link that leads nowhere.
  if (code === 'EEXIST') return 'not a folder';
  return code === 'ENOENT' && isFolder(parent) ? `no folder can be made in ${parent}` : code;
}
