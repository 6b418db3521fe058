import { findNginx, startNginx } from '../test/helpers/nginx.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { generateLoad } from './stack/generate-load.ts';
import { warmUpInTurn } from './stack/measure.ts';
import { readCpuSeconds } from './stack/processes.ts';
import { askForRefresh, type Provider, startProvider } from './stack/refresh-targets.ts';
import { buildService, type DomiProcess, startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

const NUMBERS = [1, 2, 4];

/** 50 ms, like a provider nearby. */
const UPSTREAM = { latency: 50, bytes: 800 } as const;
const LOAD = { connections: 200, seconds: 8 };

/** One, two and four instances behind nginx: the gain of each further one, and the cost of nginx itself. */
export const bench: Bench = {
  title: 'instances behind nginx',
  async run(options) {
    const nginx = await findNginx();
    if (nginx === undefined) {
      options.print('skipped: nginx is not installed');
      return [];
    }
    buildService();
    const provider = await startProvider('anywhere');
    try {
      const rows: string[][] = [];
      for (const number of NUMBERS) rows.push(await measure(number, nginx, provider, options));
      options.print(
        formatTable(
          ['instances', 'req/s', 'req per CPU second of the instances', 'p50, ms', 'p99, ms'],
          rows,
        ),
      );
      options.print('\nNothing is pinned here: instances, nginx, stub and load generator share the cores.');
    } finally {
      await provider.stop();
    }
    return [];
  },
};

async function measure(
  number: number,
  nginx: string,
  provider: Provider,
  { quick }: BenchOptions,
): Promise<string[]> {
  const instances: DomiProcess[] = [];
  try {
    await provider.behave({ ...UPSTREAM, latency: 0 });
    for (let index = 0; index < number; index += 1) {
      const instance = await startDomi({ tokenEndpoint: provider.tokenEndpoint, place: 'anywhere' });
      instances.push(instance);
    }
    await warmUpInTurn(instances, askForRefresh(UPSTREAM.bytes));
    await provider.behave(UPSTREAM);
    const front = await startNginx(nginx, { upstreams: instances.map(({ url }) => new URL(url).host) });
    try {
      const before = sumCpu(instances);
      const { requests, seconds, latency, failures } = await generateLoad({
        ...LOAD,
        ...(quick && { seconds: 2 }),
        url: `http://127.0.0.1:${front.port}`,
        request: askForRefresh(UPSTREAM.bytes),
      });
      if (failures > 0) throw new Error(`${failures} of ${requests} requests failed`);
      const used = sumCpu(instances) - before;
      return [
        String(number),
        (requests / seconds).toFixed(0),
        (requests / used).toFixed(0),
        latency.p50.toFixed(1),
        latency.p99.toFixed(1),
      ];
    } finally {
      await front.stop();
    }
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()));
  }
}

function sumCpu(instances: readonly DomiProcess[]): number {
  return instances.reduce((sum, { pid }) => sum + (readCpuSeconds(pid) ?? Number.NaN), 0);
}
