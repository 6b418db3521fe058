import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

/**
 * `npm run bench [-- NAME …] [--quick]`: runs all benchmarks, or the named ones. Several run in one process each, so that
 * the modules and the core binding of one do not affect another.
 */
const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  refresh: () => import('./refresh.ts'),
  'slow-provider': () => import('./slow-provider.ts'),
  observability: () => import('./observability.ts'),
  start: () => import('./start.ts'),
  pages: () => import('./pages.ts'),
  'provider-file': () => import('./provider-file.ts'),
  tenants: () => import('./tenants.ts'),
  gitops: () => import('./gitops.ts'),
  instances: () => import('./instances.ts'),
  profile: () => import('./profile.ts'),
  clients: () => import('./clients.ts'),
  path: () => import('./path.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Few short rounds; fails when a ratio is far below the recorded one. */
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`unknown benchmark: ${unknown.join(', ')}`);
  console.log(`npm run bench [-- ${Object.keys(BENCHES).join(' | ')}] [--quick]`);
  process.exit(values.help ? 0 : 2);
}

if (names.length > 1) {
  for (const name of names) {
    const { status } = spawnSync(
      process.execPath,
      [import.meta.filename, name, ...(values.quick ? ['--quick'] : [])],
      {
        stdio: 'inherit',
      },
    );
    if (status !== 0) process.exitCode = 1;
  }
} else {
  await runBench(names[0] ?? '');
}

async function runBench(name: string): Promise<void> {
  const { bench } = (await BENCHES[name]?.()) ?? {};
  if (bench === undefined) return;
  console.log(`\n# ${name}: ${bench.title}\n`);
  const faults = await bench.run({ quick: values.quick, print: (text) => console.log(text) });
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
