import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Eta } from 'eta/core';

/**
 * Loads every template of a folder under the name `@<file name>`. The core of eta has no access to files, so no request
 * can wait for a template or find it missing.
 */
export async function loadTemplates(folder: string): Promise<Eta> {
  const eta = new Eta({ autoEscape: true });
  for (const file of await readdir(folder)) {
    if (extname(file) !== '.eta') continue;
    eta.loadTemplate(`@${basename(file, '.eta')}`, await readFile(join(folder, file), 'utf8'));
  }
  return eta;
}
