import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AttackTest {
  readonly ids: readonly string[];
  /** From the root of the project. */
  readonly file: string;
  readonly name: string;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** One id or more at the beginning of a name. */
const IDS = /^(?:[A-K]\d{1,2} )+/;

/** Files with such a name somewhere: to load all others would take long. */
const CANDIDATE = /['"`](?:[A-K]\d{1,2}|\$\{id\}|\$\{title\})[ :]/;

/** Loads test files without running them, so that names that are made of parts count as what they are. */
export function listAttackTests(): AttackTest[] {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join('test', path))
    .filter((path) => CANDIDATE.test(readFileSync(join(ROOT, path), 'utf8')))
    .sort();
  const output = execFileSync(
    process.execPath,
    ['node_modules/mocha/bin/mocha.js', '--dry-run', '--reporter', 'json', ...files],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const report = JSON.parse(output.slice(output.indexOf('{\n'))) as {
    readonly tests: readonly { readonly title: string; readonly file: string }[];
  };
  return report.tests.flatMap(({ title, file }) => {
    const [ids] = IDS.exec(title) ?? [];
    if (ids === undefined) return [];
    return { ids: ids.trim().split(' '), file: file.slice(ROOT.length + 1), name: title };
  });
}
