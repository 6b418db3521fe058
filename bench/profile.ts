import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { generateLoad } from './stack/load.ts';
import { warmUp } from './stack/measure.ts';
import { askForRefresh, withProvider } from './stack/refresh-targets.ts';
import { startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

/** What of Chromium's profile format is read. Times in microseconds. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  /** On the monotonic clock of the system. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const LOAD = { connections: 32, seconds: 5 };
const MAX_FUNCTIONS = 25;

/** Where the time of a refresh goes: samples of V8's profiler, by package. */
export const bench: Bench = {
  title: 'where the time of one refresh goes',
  async run({ print }) {
    await withProvider(async (provider) => {
      const folder = mkdtempSync(join(tmpdir(), 'domi-profile-'));
      try {
        const domi = await startDomi({
          tokenEndpoint: provider.tokenEndpoint,
          execArgv: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
        });
        const request = askForRefresh(800);
        await warmUp(domi, request);
        const begin = Number(process.hrtime.bigint() / 1000n);
        const { requests } = await generateLoad({ ...LOAD, url: domi.url, request });
        await domi.stop();
        const [name = ''] = readdirSync(folder);
        printProfile(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile, begin, requests, print);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
    return [];
  },
};

function printProfile(
  profile: Profile,
  begin: number,
  requests: number,
  print: (text: string) => void,
): void {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let time = profile.startTime;
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id);
    const micros = profile.timeDeltas[index] ?? 0;
    time += micros;
    // Start and warm-up are not what it is about.
    if (time < begin) return;
    if (frame === undefined || frame.functionName === '(idle)') return;
    const name = nameOf(frame);
    add(byPackage, name, micros);
    add(byFunction, `${name}: ${frame.functionName || '(anonymous)'}`, micros);
  });
  const total = [...byPackage.values()].reduce((sum, micros) => sum + micros, 0);
  const toRows = (map: ReadonlyMap<string, number>, most: number): string[][] =>
    [...map]
      .sort(([, one], [, other]) => other - one)
      .slice(0, most)
      .map(([name, micros]) => [name, (micros / requests).toFixed(1), ((micros / total) * 100).toFixed(1)]);
  print(`${requests} requests, ${(total / requests).toFixed(0)} µs each (with the profiler on)\n`);
  print(formatTable(['package', 'µs each', '%'], toRows(byPackage, byPackage.size)));
  print('');
  print(formatTable(['function', 'µs each', '%'], toRows(byFunction, MAX_FUNCTIONS)));
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}

function nameOf({ functionName, url }: { functionName: string; url: string }): string {
  const packages = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  const last = packages.at(-1)?.[1];
  if (last !== undefined) return last;
  if (url.startsWith('node:'))
    return url.replace(/^node:(internal\/)?/, 'node:').replace(/^(node:[^/]+).*$/, '$1');
  const own = /\/dist\/([^/]+)/.exec(url)?.[1];
  if (own !== undefined) return `DOMI ${own}`;
  return functionName === '(garbage collector)' ? '(garbage collector)' : '(V8 and system calls)';
}
