import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds after `npm ci`. Without development packages there is nothing to build with, and `dist` is there already.
 * JavaScript, since the Node that installs may be older than the one that this project brings; no shell, since Windows has
 * another one.
 */
const root = join(import.meta.dirname ?? '.', '..');
if (existsSync(join(root, 'node_modules', 'typescript'))) {
  process.exitCode = spawnSync('npm run build', { cwd: root, stdio: 'inherit', shell: true }).status ?? 1;
}
