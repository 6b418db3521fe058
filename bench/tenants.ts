import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';
import { createTenant } from '../src/tenants/tenant.ts';
import { createDirectory } from '../src/tenants/tenant-directory.ts';
import type { Bench } from './bench.ts';
import { generateLoad, type LoadOptions } from './stack/generate-load.ts';
import { warmUp } from './stack/measure.ts';
import { readCpuSeconds, readResidentMegabytes } from './stack/processes.ts';
import { askForRefresh, startProvider } from './stack/refresh-targets.ts';
import { buildService, type DomiProcess, startDomi } from './stack/service.ts';
import { TENANT_HOST, type TenantFolder, writeTenantFolder } from './stack/tenant-folder.ts';
import { formatTable } from './table.ts';

const COUNTS = [1, 100, 10_000, 50_000];
const QUICK_COUNTS = [1, 1000];

/** Refreshes per second: the load of thousands of Notes clients, which leaves the processor room for reloads. */
const RATE = 100;
/** Seconds of load, without and with reloads. */
const SECONDS = 20;
/** Latency of the provider in milliseconds. */
const PROVIDER_LATENCY = 20;

/** Sampling interval of the event-loop monitor in milliseconds, which its values include. */
const LOOK = 10;

/** The option of the image: without it, Node keeps the memory of threads that have ended. */
const OPTIONS = ['--no-memory-pool-share-memory-on-teardown'];

/** The cost of many tenants: start, memory, finding a tenant, and reloading under load. */
export const bench: Bench = {
  title: 'tenants with four apps and secret files each, from a folder of shards',
  async run({ quick, print }) {
    buildService();
    const provider = await startProvider();
    await provider.behave({ latency: PROVIDER_LATENCY, bytes: 800 });
    const rows: string[][] = [];
    try {
      for (const count of quick ? QUICK_COUNTS : COUNTS) {
        const row = await measure(count, provider.tokenEndpoint, quick ? 5 : SECONDS);
        rows.push(row);
        // A run takes minutes, so each row is printed at once.
        console.error(row.join(' | '));
      }
    } finally {
      await provider.stop();
    }
    print(formatTable(HEADS, rows));
    return [];
  },
};

const HEADS = [
  'tenants',
  'ready, s',
  'of it CPU, s',
  'resident, MB',
  'more in reloads, MB',
  'look-up, ns',
  'reload, s',
  'longest stop idle, ms',
  'in a reload, ms',
  'p99 idle, ms',
  'p99 in reloads, ms',
  'ratio',
];

async function measure(count: number, tokenEndpoint: string, seconds: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-tenants-'));
  try {
    const tenants = writeTenantFolder(folder, count, tokenEndpoint);
    const domi = await startDomi({
      tokenEndpoint,
      environment: { DOMI_CONFIG: tenants.path },
      // Validation runs in its own thread, which needs its own core.
      place: 'anywhere',
      execArgv: OPTIONS,
    });
    try {
      return await measureRunning(count, domi, tenants, seconds);
    } finally {
      await domi.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureRunning(
  count: number,
  domi: DomiProcess,
  tenants: TenantFolder,
  seconds: number,
): Promise<string[]> {
  const processor = readCpuSeconds(domi.pid) ?? Number.NaN;
  await elapse(2000);
  const resident = readResidentMegabytes(domi.pid) ?? Number.NaN;
  await warmUp(domi, askSomeTenant(count));
  const load = { url: domi.url, request: askSomeTenant(count), connections: 16, rate: RATE };

  const calm = watchProcess(domi);
  const idle = await generateLoad({ ...load, seconds });
  const alone = await calm.stop();

  const reloading = watchProcess(domi, tenants);
  const busy = await generateLoad({ ...load, seconds });
  const reloads = await reloading.stop();
  if (idle.failures + busy.failures > 0) throw new Error(`${idle.failures + busy.failures} requests failed`);

  const ratio = busy.latency.p99 / idle.latency.p99;
  return [
    String(count),
    (domi.readyAfter / 1000).toFixed(1),
    processor.toFixed(1),
    resident.toFixed(0),
    Math.max(0, reloads.mostResident - alone.mostResident).toFixed(0),
    measureLookUp(count).toFixed(0),
    reloads.seconds.toFixed(1),
    alone.longestStop.toFixed(0),
    reloads.longestStop.toFixed(0),
    idle.latency.p99.toFixed(1),
    busy.latency.p99.toFixed(1),
    ratio.toFixed(2),
  ];
}

function askSomeTenant(count: number): LoadOptions['request'] {
  const ask = askForRefresh(800);
  let next = 0;
  return () => {
    const { path, headers } = ask();
    // Tenants far from each other, so that no cache helps.
    next = (next + 7919) % count;
    return { path: `/t${next}${path}`, headers: { ...headers, host: TENANT_HOST } };
  };
}

interface Watched {
  /** Megabytes. */
  readonly mostResident: number;
  /** Milliseconds. */
  readonly longestStop: number;
  /** Average seconds from a change until it is in use; NaN without reloads. */
  readonly seconds: number;
}

/**
 * Milliseconds between two scrapes. Each costs the service time, so their rate is the same with and without reloads.
 */
const SCRAPE = 500;

/** @param tenants the folder to change, one reload after the other; undefined: no reloads */
function watchProcess(domi: DomiProcess, tenants?: TenantFolder): { stop(): Promise<Watched> } {
  let isOver = false;
  async function run(): Promise<Watched> {
    let [mostResident, longestStop, changedAt] = [0, 0, Number.NaN];
    let inUseSince: number | undefined;
    const times: number[] = [];
    await scrape(domi);
    while (!isOver || !Number.isNaN(changedAt)) {
      const { loadedAt, lag } = await scrape(domi);
      longestStop = Math.max(longestStop, lag);
      mostResident = Math.max(mostResident, readResidentMegabytes(domi.pid) ?? 0);
      if (inUseSince !== undefined && loadedAt !== inUseSince) {
        times.push(loadedAt - changedAt);
        changedAt = Number.NaN;
      }
      inUseSince = loadedAt;
      if (tenants && Number.isNaN(changedAt) && !isOver) {
        changedAt = Date.now() / 1000;
        tenants.change();
      }
      await elapse(SCRAPE);
    }
    return { mostResident, longestStop, seconds: times.reduce((sum, time) => sum + time, 0) / times.length };
  }
  const running = run();
  return {
    stop() {
      isOver = true;
      return running;
    },
  };
}

interface Scrape {
  /** Seconds since 1970 at which the configuration in use was loaded. */
  readonly loadedAt: number;
  /** Longest stop of the event loop since the last scrape, milliseconds. */
  readonly lag: number;
}

async function scrape(domi: DomiProcess): Promise<Scrape> {
  const text = await (await fetch(`${domi.managementUrl}/metrics`)).text();
  const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    loadedAt: read('domi_config_last_reload_success_timestamp_seconds'),
    lag: Math.max(0, read('nodejs_eventloop_lag_max_seconds') * 1000 - LOOK),
  };
}

const LOOK_UPS = 1_000_000;

/** @returns nanoseconds to find a tenant by host and path */
function measureLookUp(count: number): number {
  const directory = createDirectory(
    Array.from({ length: count }, (_, number) =>
      createTenant({ id: `t${number}`, publicUrl: `https://${TENANT_HOST}/t${number}`, providers: [] }),
    ),
    false,
  );
  const paths = Array.from(
    { length: Math.min(count, 1000) },
    (_, index) => `/t${(index * 7919) % count}/dominoZoomRefresh`,
  );
  let startedAt = 0;
  for (const rounds of [LOOK_UPS / 10, LOOK_UPS]) {
    startedAt = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      if (directory.resolve(TENANT_HOST, paths[round % paths.length] ?? '') === undefined)
        throw new Error('lost');
    }
  }
  return ((performance.now() - startedAt) * 1e6) / LOOK_UPS;
}
