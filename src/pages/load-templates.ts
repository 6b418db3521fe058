import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Eta } from 'eta/core';

/**
 * Every template of a folder under the name `@<file name>`. The core of eta knows no file system: a page is never
 * read, or found missing, while somebody waits for it.
 */
export async function loadTemplates(folder: string): Promise<Eta> {
  const eta = new Eta({ autoEscape: true });
  for (const file of await readdir(folder)) {
    if (extname(file) !== '.eta') continue;
    eta.loadTemplate(`@${basename(file, '.eta')}`, await readFile(join(folder, file), 'utf8'));
  }
  return eta;
}
