import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import {
  compare,
  type Measured,
  measureInTurn,
  measureSpread,
  type Target,
  warmUpInTurn,
} from './stack/measure.ts';
import { pin, startServer } from './stack/processes.ts';
import { askForRefresh, startProvider } from './stack/refresh-targets.ts';
import { buildService, startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

/** The cost of observing: the refresh path with no observer, and with each observer. */
export const bench: Bench = {
  title: 'one refresh: with nothing, metrics, log, audit, tracing',
  async run({ quick, print }) {
    buildService();
    if (!pin(process.pid, 'aside')) print('(processes are not pinned to cores on this system)\n');
    const provider = await startProvider();
    const collector = await startServer({ module: join(STACK, 'collector.ts'), place: 'aside' });
    const targets: Target[] = [];
    try {
      await provider.behave({ latency: 0, bytes: 800 });
      for (const { name, ...variant } of listVariants(collector.url)) {
        const server = await startDomi({ tokenEndpoint: provider.tokenEndpoint, ...variant });
        targets.push({ name, server });
      }
      await warmUpInTurn(
        targets.map(({ server }) => server),
        askForRefresh(800),
      );
      const rounds = quick ? QUICK : FULL;
      printTable(
        await measureInTurn(targets, { request: askForRefresh(800), connections: 32, ...rounds }),
        print,
      );
      return [];
    } finally {
      await Promise.all(
        [...targets.map(({ server }) => server), provider, collector].map((one) => one.stop()),
      );
    }
  },
};

const STACK = join(import.meta.dirname, 'stack');
/** Many short rounds: the differences are small, and a busy machine affects all targets of a round equally. */
const FULL = { rounds: 15, seconds: 1 };
const QUICK = { rounds: 3, seconds: 0.6 };

interface Variant {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

function listVariants(collector: string): Variant[] {
  const unmeasured = ['--import', join(STACK, 'unmeasured.ts')];
  const silent = { LOG_LEVEL: 'silent', DOMI_AUDIT_LOG: 'off' };
  const trace = (ratio: number) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: String(ratio),
  });
  return [
    { name: 'nothing', environment: silent, execArgv: unmeasured },
    { name: 'metrics', environment: silent },
    { name: 'access log', environment: { DOMI_AUDIT_LOG: 'off' }, execArgv: unmeasured },
    { name: 'metrics, access log', environment: { DOMI_AUDIT_LOG: 'off' } },
    { name: '… and audit (default)', environment: {} },
    { name: '… and tracing at 1 %', environment: trace(0.01) },
    { name: '… and tracing at 100 %', environment: trace(1) },
  ];
}

function printTable(measured: readonly Measured[], print: BenchOptions['print']): void {
  const [nothing] = measured;
  const rows = measured.map((one) => [
    one.name,
    one.perSecond.toFixed(0),
    one.perCore?.toFixed(0) ?? '–',
    `${measureSpread(one).toFixed(0)} %`,
    nothing ? compare(one, nothing).toFixed(2) : '',
    nothing?.perCore && one.perCore ? (1e6 / one.perCore - 1e6 / nothing.perCore).toFixed(0) : '–',
    one.p50.toFixed(2),
    one.p99.toFixed(2),
  ]);
  print(
    formatTable(
      ['with', 'req/s', 'req/s and core', '±', 'to nothing', 'added, µs of CPU', 'p50, ms', 'p99, ms'],
      rows,
    ),
  );
}
