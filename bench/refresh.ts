import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { measureAtShare } from './share-of-load.ts';
import { compare, type Measured, measureInTurn, measureSpread } from './stack/measure.ts';
import { pin, readResidentMegabytes } from './stack/processes.ts';
import {
  askForRefresh,
  type Provider,
  type RefreshTargets,
  startProvider,
  startRefreshTargets,
  type Upstream,
} from './stack/refresh-targets.ts';
import { buildService } from './stack/service.ts';
import type { TokenSize } from './stack/tokens.ts';
import { formatNumber, formatTable } from './table.ts';

/**
 * One refresh, which is nearly all of the traffic: the whole service compared with the least code that does the work.
 */
export const bench: Bench = {
  title: 'one refresh: floor, Koa with got, DOMI',
  async run(options) {
    buildService();
    if (!pin(process.pid, 'aside')) options.print('(processes are not pinned to cores on this system)\n');
    const provider = await startProvider();
    try {
      const targets = await startRefreshTargets(provider);
      try {
        return options.quick ? await guard(targets, options) : await printAll(targets, provider, options);
      } finally {
        await targets.stop();
      }
    } finally {
      await provider.stop();
    }
  },
};

const LATENCIES = [0, 50, 500];
const SIZES: readonly TokenSize[] = [800, 4000];
const CONNECTIONS = [1, 32, 256];
const FULL = { rounds: 7, seconds: 1 };

async function printAll(
  targets: RefreshTargets,
  provider: Provider,
  { print }: BenchOptions,
): Promise<string[]> {
  for (const bytes of SIZES) {
    for (const latency of LATENCIES) {
      print(`## tokens of ${bytes} bytes, provider responds after ${latency} ms\n`);
      const upstream = { latency, bytes };
      await provider.behave(upstream);
      const greatest = await measureConnections(targets, upstream, print);
      await measureAtShare(targets, provider, { upstream, greatest, print });
      const resident = targets.all.map(
        ({ name, server }) => `${name} ${formatNumber(readResidentMegabytes(server.pid), 0)}`,
      );
      print(`\nResident memory afterwards, MB: ${resident.join(', ')}\n`);
    }
  }
  return [];
}

/** @returns requests per second of the service, with as many connections as in the last row */
async function measureConnections(
  { all }: RefreshTargets,
  { latency, bytes }: Upstream,
  print: BenchOptions['print'],
): Promise<number> {
  const rows: string[][] = [];
  let greatest = 0;
  for (const connections of CONNECTIONS) {
    const measured = await measureInTurn(all, { request: askForRefresh(bytes), connections, ...FULL });
    rows.push(...measured.map((one) => [String(connections), ...formatRow(one, measured, latency)]));
    greatest = measured[2]?.perSecond ?? 0;
  }
  print(formatTable(HEADS, rows));
  return greatest;
}

const HEADS = [
  'connections',
  'target',
  'req/s',
  'req/s and core',
  '±',
  'to floor',
  'to Koa + got',
  'p50 added, ms',
  'p99 added, ms',
];

function formatRow(one: Measured, all: readonly Measured[], latency: number): string[] {
  const [floor, koaGot] = all;
  return [
    one.name,
    formatNumber(one.perSecond, 0),
    formatNumber(one.perCore, 0),
    `${formatNumber(measureSpread(one), 0)} %`,
    floor ? formatNumber(compare(one, floor), 2) : '',
    koaGot ? formatNumber(compare(one, koaGot), 2) : '',
    formatNumber(one.p50 - latency, 2),
    formatNumber(one.p99 - latency, 2),
  ];
}

/** How far a ratio may fall below the recorded one: far beyond noise, so that a failure means a regression. */
const TOLERANCE = 0.3;

const QUICK = { connections: 32, rounds: 5, seconds: 0.6 };

/** Measures a failed ratio once more, since the machine may have been busy. */
async function guard(targets: RefreshTargets, options: BenchOptions): Promise<string[]> {
  const faults = await measureQuickly(targets, options);
  return faults.length === 0 ? faults : measureQuickly(targets, options);
}

async function measureQuickly(targets: RefreshTargets, { print }: BenchOptions): Promise<string[]> {
  const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')) as {
    readonly toFloor: number;
    readonly toKoaGot: number;
  };
  const measured = await measureInTurn(targets.all, { request: askForRefresh(800), ...QUICK });
  const rows = measured.map((one) => [String(QUICK.connections), ...formatRow(one, measured, 0)]);
  print(formatTable(HEADS, rows));
  const [floor, koaGot, domi] = measured;
  if (!floor || !koaGot || !domi) return ['nothing was measured'];
  return [
    ...checkRatio('the floor', compare(domi, floor), recorded.toFloor),
    ...checkRatio('Koa + got', compare(domi, koaGot), recorded.toKoaGot),
  ];
}

/** @returns a fault if the ratio is far below the recorded one */
function checkRatio(name: string, ratio: number, recorded: number): string[] {
  const least = recorded * (1 - TOLERANCE);
  return ratio >= least
    ? []
    : [
        `the ratio to ${name} is ${formatNumber(ratio, 2)}; recorded is ${formatNumber(recorded, 2)}, at least ${formatNumber(least, 2)} is required`,
      ];
}
