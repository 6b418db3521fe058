import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Builds dist from src: compiled modules, and the templates and assets that the pages read. */
const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

// Starts from an empty folder: a module that was removed from src could otherwise still be imported.
rmSync(DIST, { recursive: true, force: true });

// The script, not the command in .bin: Windows starts no command without a shell.
const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const options = ['-p', 'tsconfig.build.json'];
const { status } = spawnSync(process.execPath, [compiler, ...options], { cwd: ROOT, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

cpSync(join(ROOT, 'src', 'pages'), join(DIST, 'pages'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts') && !path.endsWith('.md'),
});
chmodSync(join(DIST, 'cli.js'), 0o755);
