import type { Bench } from './bench.ts';
import { generateLoad } from './stack/load.ts';
import { warmUp } from './stack/measure.ts';
import { readResidentMegabytes } from './stack/processes.ts';
import { askForRefresh, withProvider } from './stack/refresh-targets.ts';
import { type DomiProcess, startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

const STEPS = 12;
const LOAD = { connections: 32, seconds: 15, rate: 300 };
const UPSTREAM = { latency: 20, bytes: 800 } as const;

/** Three minutes at a moderate rate: a value that keeps growing shows a leak. */
export const bench: Bench = {
  title: 'over time',
  async run({ quick, print }) {
    await withProvider(async (provider) => {
      const domi = await startDomi({ tokenEndpoint: provider.tokenEndpoint });
      try {
        const request = askForRefresh(UPSTREAM.bytes);
        await provider.behave(UPSTREAM);
        await warmUp(domi, request);
        const rows = [];
        for (let step = 1; step <= (quick ? 2 : STEPS); step += 1) {
          const { latency, failures } = await generateLoad({ ...LOAD, url: domi.url, request });
          const [heap, handles] = await readGauges(
            domi,
            'nodejs_heap_size_used_bytes',
            'nodejs_active_handles_total',
          );
          rows.push([
            String(step * LOAD.seconds),
            (readResidentMegabytes(domi.pid) ?? Number.NaN).toFixed(0),
            ((heap ?? Number.NaN) / 1e6).toFixed(0),
            String(handles ?? '–'),
            latency.p99.toFixed(1),
            String(failures),
          ]);
        }
        print(
          formatTable(['after, s', 'resident, MB', 'heap used, MB', 'handles', 'p99, ms', 'failures'], rows),
        );
      } finally {
        await domi.stop();
      }
    });
    return [];
  },
};

async function readGauges(domi: DomiProcess, ...names: string[]): Promise<(number | undefined)[]> {
  const text = await (await fetch(`${domi.managementUrl}/metrics`)).text();
  return names.map((name) => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  });
}
