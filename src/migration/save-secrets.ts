import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from '../config/files/make-folder.ts';
import type { OldSettingValue } from './collect-old-values.ts';

/**
 * Writes each secret into a file of its own, which only its owner can read, and never over a file that exists.
 * @returns the path of each, by name
 * @throws Error with a `code` of Node
 */
export function saveSecrets(settings: readonly OldSettingValue[], folder: string): Map<string, string> {
  const paths = new Map<string, string>();
  makeFolder(folder, 0o700);
  for (const { name, value, isSecret } of settings) {
    if (!isSecret) continue;
    const path = join(resolve(folder), name);
    writeFileSync(path, value, { mode: 0o600, flag: 'wx' });
    paths.set(name, path);
  }
  return paths;
}
