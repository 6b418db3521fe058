import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { type Breakdown, breakDown, type Profile } from './stack/breakdown.ts';
import { generateLoad } from './stack/generate-load.ts';
import { warmUpInTurn } from './stack/measure.ts';
import { type ServerProcess, startServer } from './stack/processes.ts';
import { askForRefresh, withProvider } from './stack/refresh-targets.ts';
import { startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

const LOAD = { connections: 32, seconds: 5 };
const MAX_FUNCTIONS = 25;

/** Microseconds per refresh; packages below that are summed up in one row. */
const WORTH_A_ROW = 2;

/** Where the time of a refresh goes, compared with Koa and got: samples of V8's profiler, by package. */
export const bench: Bench = {
  title: 'where the time of one refresh goes',
  async run({ print }) {
    await withProvider(async ({ tokenEndpoint }) => {
      const domi = await profile((execArgv) => startDomi({ tokenEndpoint, execArgv }));
      const koaGot = await profile((execArgv) =>
        startServer({
          module: join(import.meta.dirname, 'stack', 'koa-got.ts'),
          place: 'measured',
          args: [tokenEndpoint],
          execArgv,
        }),
      );
      const [mine, theirs] = [domi, koaGot].map(({ byPackage }) => sum(byPackage.values()).toFixed(0));
      print(`With the profiler on: DOMI ${mine} µs, Koa + got ${theirs} µs\n`);
      print(formatTable(['package', 'DOMI, µs', 'Koa + got, µs', 'more'], comparePackages(domi, koaGot)));
      print('');
      print(formatTable(['function of DOMI', 'µs', '%'], listFunctions(domi)));
    });
    return [];
  },
};

async function profile(start: (execArgv: readonly string[]) => Promise<ServerProcess>): Promise<Breakdown> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-profile-'));
  try {
    const server = await start(['--cpu-prof', `--cpu-prof-dir=${folder}`]);
    const request = askForRefresh(800);
    await warmUpInTurn([server], request);
    const begin = Number(process.hrtime.bigint() / 1000n);
    const { requests } = await generateLoad({ ...LOAD, url: server.url, request });
    await server.stop();
    const [name = ''] = readdirSync(folder);
    return breakDown(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile, begin, requests);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

/** The largest differences first. */
function comparePackages(one: Breakdown, other: Breakdown): string[][] {
  const names = [...new Set([...one.byPackage.keys(), ...other.byPackage.keys()])];
  const all = names.map(
    (name) => [name, one.byPackage.get(name) ?? 0, other.byPackage.get(name) ?? 0] as const,
  );
  const large = all.filter(([, ...micros]) => Math.max(...micros) >= WORTH_A_ROW);
  const small = all.filter((row) => !large.includes(row));
  const rest = [
    `${small.length} others`,
    sum(small.map(([, micros]) => micros)),
    sum(small.map(([, , micros]) => micros)),
  ] as const;
  return [...large.toSorted((a, b) => b[1] - b[2] - (a[1] - a[2])), rest].map(([name, mine, theirs]) => [
    name,
    mine.toFixed(1),
    theirs.toFixed(1),
    (mine - theirs).toFixed(1),
  ]);
}

function listFunctions({ byPackage, byFunction }: Breakdown): string[][] {
  const total = sum(byPackage.values());
  return [...byFunction]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_FUNCTIONS)
    .map(([name, micros]) => [name, micros.toFixed(1), ((micros / total) * 100).toFixed(1)]);
}
