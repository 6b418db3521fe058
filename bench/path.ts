import { setTimeout } from 'node:timers/promises';
import { Client } from 'undici';
import { findFreePort } from '../src/sandbox/free-port.ts';
import type { Bench } from './bench.ts';
import { type CalledFunction, startCounting, takeCalls } from './stack/calls.ts';
import { connectInspector, type Inspector } from './stack/inspector.ts';
import { orderByFirstCall } from './stack/order-by-first-call.ts';
import { askForRefresh, withProvider } from './stack/refresh-targets.ts';
import { startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

/** Enough to bring connections, caches and circuits into the state of a service that has run for a while. */
const WARM_UP_REFRESHES = 300;

/**
 * Long enough for everything after the response (logs, metrics, audit), and for the window of one second to end: a request
 * beyond the rate takes another path.
 */
const SETTLE_MS = 1200;

/** Breakpoints have no effect on closures that were compiled before, so nothing is compiled. */
const INTERPRETED = ['--no-opt', '--no-maglev', '--no-sparkplug', '--no-flush-bytecode'];

/**
 * Lists the functions that a developer must read to follow one refresh: a new single-use token, default settings (limits,
 * access log and audit log on; tracing off, no store), a warm service.
 */
export const bench: Bench = {
  title: 'the path of one refresh through the compiled service',
  async run({ print }) {
    await withProvider(async ({ tokenEndpoint }) => {
      const port = await findFreePort();
      const domi = await startDomi({
        tokenEndpoint,
        execArgv: [`--inspect=127.0.0.1:${port}`, '--inspect-publish-uid=http', ...INTERPRETED],
        environment: { DOMI_LIMITS: 'on' },
      });
      const inspector = await connectInspector(port);
      const client = new Client(domi.url);
      try {
        const way = await followRefresh(inspector, () => refresh(client));
        print(`${summarize(way)}\n`);
        print(
          formatTable(['', 'file', 'calls', 'functions in the order of their first call'], listFiles(way)),
        );
      } finally {
        await client.close();
        await inspector.close();
        await domi.stop();
      }
    });
    return [];
  },
};

/** @returns the functions that one refresh calls, in the order of their first call */
async function followRefresh(inspector: Inspector, ask: () => Promise<void>): Promise<CalledFunction[]> {
  const askAndSettle = async (): Promise<void> => {
    await ask();
    await setTimeout(SETTLE_MS);
  };
  for (let count = 0; count < WARM_UP_REFRESHES; count += 1) await ask();
  await startCounting(inspector);
  // V8 recompiles functions for counting, so the first refresh is not representative.
  await askAndSettle();
  await takeCalls(inspector);
  await askAndSettle();
  const calls = await takeCalls(inspector);
  return orderByFirstCall(inspector, calls, askAndSettle);
}

/** Uses one connection for all requests, like a proxy in front of the service. */
async function refresh(client: Client): Promise<void> {
  const { statusCode, body } = await client.request({ method: 'GET', ...askForRefresh(800)() });
  await body.dump();
  if (statusCode !== 200) throw new Error(`a refresh failed with status ${statusCode}`);
}

function summarize(way: readonly CalledFunction[]): string {
  const files = new Set(way.map(({ file }) => file)).size;
  const calls = way.reduce((total, called) => total + called.calls, 0);
  return `${files} files, ${way.length} functions, ${calls} calls`;
}

function listFiles(way: readonly CalledFunction[]): string[][] {
  return [...Map.groupBy(way, ({ file }) => file)].map(([file, functions], index) => [
    String(index + 1),
    file,
    String(functions.reduce((total, { calls }) => total + calls, 0)),
    functions.map(({ name, calls }) => (calls === 1 ? name : `${name} ×${calls}`)).join(', '),
  ]);
}
