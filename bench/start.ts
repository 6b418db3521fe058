import { setTimeout } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { warmUp } from './stack/measure.ts';
import { readResidentMegabytes } from './stack/processes.ts';
import { askForRefresh, withProvider } from './stack/refresh-targets.ts';
import { startDomi } from './stack/service.ts';
import { formatTable, median } from './table.ts';

const STARTS = 10;
const SETTLE_MS = 2000;

/** Time from the start of the process until it is ready, and its memory then. */
export const bench: Bench = {
  title: 'start, and memory at rest',
  async run({ quick, print }) {
    await withProvider(async (provider) => {
      const starts: StartMeasured[] = [];
      for (let index = 0; index < (quick ? 3 : STARTS); index += 1) {
        starts.push(await measureStart(provider.tokenEndpoint));
      }
      const of = (key: keyof StartMeasured): string[] => {
        const values = starts.map((start) => start[key]);
        return [median(values), Math.max(...values)].map((value) => value.toFixed(0));
      };
      print(
        formatTable(
          ['', 'median', 'most'],
          [
            ['ready after, ms', ...of('readyAfter')],
            ['resident at rest, MB', ...of('atRest')],
            ['resident after 12,000 refreshes, MB', ...of('afterLoad')],
          ],
        ),
      );
    });
    return [];
  },
};

interface StartMeasured {
  readonly readyAfter: number;
  readonly atRest: number;
  readonly afterLoad: number;
}

async function measureStart(tokenEndpoint: string): Promise<StartMeasured> {
  const domi = await startDomi({ tokenEndpoint });
  try {
    await setTimeout(SETTLE_MS);
    const atRest = readResidentMegabytes(domi.pid) ?? Number.NaN;
    await warmUp(domi, askForRefresh(800));
    const afterLoad = readResidentMegabytes(domi.pid) ?? Number.NaN;
    return { readyAfter: domi.readyAfter, atRest, afterLoad };
  } finally {
    await domi.stop();
  }
}
