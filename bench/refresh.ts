import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { compare, type Measured, measureInTurn } from './stack/measure.ts';
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
import { makeRefreshToken, type TokenSize } from './stack/tokens.ts';
import { formatTable } from './table.ts';

/** One refresh, nearly all of the traffic: how far the whole service is from the least code that does the work. */
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
const FULL = { rounds: 3, seconds: 1.5 };

async function printAll(
  targets: RefreshTargets,
  provider: Provider,
  { print }: BenchOptions,
): Promise<string[]> {
  for (const octets of SIZES) {
    for (const latency of LATENCIES) {
      print(`## tokens of ${octets} octets, provider answers after ${latency} ms\n`);
      await provider.behave({ latency, octets });
      print(formatTable(HEADS, await measureUpstream(targets, provider, { latency, octets })));
      const resident = targets.all.map(
        ({ name, server }) => `${name} ${format(readResidentMegabytes(server.pid), 0)}`,
      );
      print(`\nResident memory afterwards, MB: ${resident.join(', ')}\n`);
    }
  }
  return [];
}

async function measureUpstream(
  targets: RefreshTargets,
  provider: Provider,
  upstream: Upstream,
): Promise<string[][]> {
  const rows: string[][] = [];
  const request = askForRefresh(upstream.octets);
  for (const connections of CONNECTIONS) {
    const measured = await measureInTurn(targets.all, { request, connections, ...FULL });
    rows.push(...measured.map((one) => [String(connections), ...formatRow(one, measured, upstream.latency)]));
    if (connections === 32) rows.push(await measureAtShare(targets, provider, upstream, measured[2]));
  }
  return rows;
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
    format(one.perSecond, 0),
    format(one.perCore, 0),
    `${format(one.spread, 0)} %`,
    floor ? format(compare(one, floor), 2) : '',
    koaGot ? format(compare(one, koaGot), 2) : '',
    format(one.p50 - latency, 2),
    format(one.p99 - latency, 2),
  ];
}

const SHARE_OF_LOAD = 0.6;

/**
 * At 60 % of what the service managed, as an operator would plan it. The same requests sent straight to the provider
 * tell what its timers and the load generator add by themselves; that is taken off.
 */
async function measureAtShare(
  { all: [, , domi] }: RefreshTargets,
  provider: Provider,
  { octets }: Upstream,
  full: Measured | undefined,
): Promise<string[]> {
  const options = { connections: 256, rate: (full?.perSecond ?? 0) * SHARE_OF_LOAD, ...FULL };
  const [alone] = await measureInTurn([{ name: 'provider alone', server: provider }], {
    ...options,
    request: () => ({ method: 'POST', path: '/token', headers: {}, body: makeRefreshToken(octets) }),
  });
  const [through] = await measureInTurn([domi], { ...options, request: askForRefresh(octets) });
  const added = (key: 'p50' | 'p99'): string =>
    format((through?.[key] ?? Number.NaN) - (alone?.[key] ?? 0), 2);
  return ['at 60 %', domi.name, format(through?.perSecond, 0), '', '', '', '', added('p50'), added('p99')];
}

/** How far below the recorded ratio the guard lets it fall: far outside of noise, and far enough to be a mistake. */
const TOLERANCE = 0.3;

const QUICK = { connections: 32, rounds: 5, seconds: 0.6 };

/** A machine may have a bad moment: what fails is measured once more. */
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
    ...judge('the floor', compare(domi, floor), recorded.toFloor),
    ...judge('Koa + got', compare(domi, koaGot), recorded.toKoaGot),
  ];
}

function judge(name: string, ratio: number, recorded: number): string[] {
  const least = recorded * (1 - TOLERANCE);
  return ratio >= least
    ? []
    : [
        `the ratio to ${name} is ${format(ratio, 2)}; recorded are ${format(recorded, 2)}, at least ${format(least, 2)} is demanded`,
      ];
}

function format(value: number | undefined, digits: number): string {
  return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
}
