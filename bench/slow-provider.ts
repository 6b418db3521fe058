import type { Bench } from './bench.ts';
import { generateLoad } from './stack/generate-load.ts';
import { readCpuSeconds } from './stack/processes.ts';
import {
  askForRefresh,
  type RefreshTargets,
  startRefreshTargets,
  withProvider,
} from './stack/refresh-targets.ts';
import { formatNumber, formatTable } from './table.ts';

/** Many clients at a provider that takes its time, which is what providers do. */
export const bench: Bench = {
  title: 'a provider that takes 100 ms: clients at once, throughput and latency',
  async run({ quick, print }) {
    const faults: string[] = [];
    await withProvider(async (provider) => {
      const targets = await startRefreshTargets(provider);
      try {
        await provider.behave({ latency: LATENCY, bytes: 800 });
        const seconds = quick ? 2 : 8;
        const rows: string[][] = [];
        for (const clients of CLIENTS) {
          for (const target of targets.all) {
            const one = await measure(target, clients, seconds);
            rows.push(formatRow(target.name, clients, one));
            if (one.failures > 0) faults.push(`${target.name}, ${clients} clients: ${one.failures} failures`);
          }
        }
        print(formatTable(HEADS, rows));
        for (const target of targets.all) {
          const most = await findMost(target, seconds);
          print(`\nMost clients of ${target.name} with a median below ${BOUND} ms: ${most}`);
        }
      } finally {
        await targets.stop();
      }
    });
    return faults;
  },
};

/** Milliseconds. */
const LATENCY = 100;
const BOUND = LATENCY * 1.2;
const CLIENTS = [32, 128, 500, 1000];
const HEADS = ['clients', 'target', 'req/s', 'p50, ms', 'p99, ms', 'core busy', 'failures'];

type Target = RefreshTargets['all'][number];

interface Outcome {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Share of one core; undefined where it cannot be read. */
  readonly busy: number | undefined;
  readonly failures: number;
}

async function measure({ server }: Target, connections: number, seconds: number): Promise<Outcome> {
  const load = { url: server.url, request: askForRefresh(800), connections };
  // New connections, here and to the provider, are not what is measured.
  await generateLoad({ ...load, requests: 2 * connections });
  const before = readCpuSeconds(server.pid);
  const result = await generateLoad({ ...load, seconds });
  const after = readCpuSeconds(server.pid);
  return {
    perSecond: result.requests / result.seconds,
    ...result.latency,
    busy: before === undefined || after === undefined ? undefined : (after - before) / result.seconds,
    failures: result.failures,
  };
}

function formatRow(name: string, clients: number, one: Outcome): string[] {
  return [
    String(clients),
    name,
    formatNumber(one.perSecond, 0),
    formatNumber(one.p50, 0),
    formatNumber(one.p99, 0),
    one.busy === undefined ? '' : `${formatNumber(one.busy * 100, 0)} %`,
    String(one.failures),
  ];
}

/** Halves the range until it is known to 16 clients. */
async function findMost(target: Target, seconds: number): Promise<number> {
  let [least, most] = [16, 2048];
  while (most - least > 16) {
    const middle = Math.round((least + most) / 2);
    const { p50 } = await measure(target, middle, Math.min(seconds, 4));
    if (p50 < BOUND) least = middle;
    else most = middle;
  }
  return least;
}
