import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @returns the size in bytes of a file, or of all files in a folder; 0 for unreadable ones, which validation reports
 */
export function measureFiles(path: string | undefined): number {
  if (!path) return 0;
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return stats.size;
    return readdirSync(path)
      .map((name) => statSync(join(path, name)).size)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}
