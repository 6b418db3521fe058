import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** @returns arguments for Node that run the compiled service, after compiling it where sources are newer */
export function ensureCompiled(): readonly string[] {
  const main = join(ROOT, 'dist', 'cli.js');
  const source = join(ROOT, 'src');
  const newest = Math.max(
    ...readdirSync(source, { recursive: true, encoding: 'utf8' }).map(
      (path) => statSync(join(source, path)).mtimeMs,
    ),
  );
  const compiledAt = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (compiledAt < newest) execFileSync(process.execPath, ['scripts/build.ts'], { cwd: ROOT });
  return [main, 'serve'];
}
