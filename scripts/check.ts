import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Too slow for each commit. */
  readonly isSlow?: true;
}

/** Runs a script of package.json. */
const npmRun = (...args: readonly string[]): readonly string[] => ['npm', 'run', '--silent', ...args];

/** Whether a generated file is what its script would write now. */
const verify = (script: string): readonly string[] => npmRun(script, '--', '--verify');

/**
 * All steps of CI, in its order, or the quick ones before a commit. Every step runs, even after a failure, so that one run
 * shows everything there is to fix. They look at the work folder, not at what is staged.
 */
const STEPS: readonly Step[] = [
  { name: 'lint', command: npmRun('lint') },
  { name: 'types', command: npmRun('types') },
  { name: 'packages', command: npmRun('packages') },
  { name: 'schema', command: verify('schema') },
  { name: 'errors', command: verify('errors') },
  { name: 'openapi', command: verify('openapi') },
  { name: 'attacks', command: verify('attacks') },
  { name: 'dashboard', command: verify('dashboard') },
  { name: 'chart', command: verify('chart:docs') },
  { name: 'k8s', command: verify('k8s') },
  { name: 'store', command: verify('store') },
  { name: 'architecture', command: verify('architecture') },
  { name: 'build', command: npmRun('build'), isSlow: true },
  { name: 'test', command: ['npm', 'test', '--silent'], isSlow: true },
  { name: 'speed', command: npmRun('bench', '--', 'refresh', '--quick'), isSlow: true },
  { name: 'soak', command: npmRun('soak', '--', '--minutes', '1'), isSlow: true },
];

const { values } = parseArgs({
  options: {
    /** Name of a step to leave out; may be given several times. */
    skip: { type: 'string', multiple: true, default: [] },
    /** Leaves out what is too slow for each commit: `npm run precommit`. */
    quick: { type: 'boolean', default: false },
    /** File that gets one line for each step: name, passed, failed, skipped. */
    totals: { type: 'string' },
  },
});

const unknown = values.skip.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown step: ${unknown.join(', ')}; the steps are ${STEPS.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

const chosen = STEPS.filter(({ name, isSlow }) => !values.skip.includes(name) && !(values.quick && isSlow));
const results = chosen.map(({ name, command }) => {
  console.log(`\n== ${name}: ${command.join(' ')}`);
  const [program = '', ...args] = command;
  const begin = performance.now();
  const { status } = spawnSync(program, args, { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
  const passed = status === 0;
  if (values.totals !== undefined) appendFileSync(values.totals, `${name} ${passed ? '1 0' : '0 1'} 0\n`);
  return { name, passed, seconds: (performance.now() - begin) / 1000 };
});

console.log('\n== summary');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)} ${seconds.toFixed(1)} s`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
