import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Whether this run only verifies that generated files are up to date. */
export const isVerifying = process.argv.includes('--verify');

/** Writes a generated file, or with `--verify` fails when the written one is stale. */
export function keepGeneratedFile(path: string, text: string, command: string): void {
  const isCurrent = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (isCurrent) return;
  if (isVerifying) {
    process.stderr.write(`${relative(process.cwd(), path)} is stale: run ${command}\n`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
