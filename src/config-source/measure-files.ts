import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSourceFileName } from '../config/files/read-source-files.ts';

/**
 * @returns the size in bytes of the provider file, or of those in the folder; 0 for unreadable ones, which validation
 *   reports
 */
export function measureFiles(path: string | undefined): number {
  if (!path) return 0;
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return stats.size;
    return readdirSync(path)
      .filter(isSourceFileName)
      .reduce((sum, name) => sum + measureFile(join(path, name)), 0);
  } catch {
    return 0;
  }
}

function measureFile(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
