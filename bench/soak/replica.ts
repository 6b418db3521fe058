import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { readMetric } from '../../test/helpers/read-metric.ts';
import { waitFor } from '../../test/helpers/service-process.ts';
import { createOutputWatch, type OutputWatch } from './output-watch.ts';
import type { Tally } from './tally.ts';
import type { VitalSigns } from './vital-signs.ts';

/** The built service as a process of its own, with the options of `npm start`. */
export interface Replica {
  readonly name: string;
  readonly web: string;
  readonly management: string;
  readonly output: OutputWatch;
  /** Resolves when its process has ended, with the exit code or the signal. */
  readonly ended: Promise<number | string>;
  measure(): Promise<VitalSigns>;
  /**
   * @param metric the name of one without labels
   * @returns 0 for one that is not there
   */
  readMetric(metric: string): Promise<number>;
  /** Nobody reads its log until `resumeLog`. */
  stallLog(): void;
  resumeLog(): void;
  stop(): Promise<number | string>;
}

/** Milliseconds after SIGTERM, with room for a machine that others keep busy as well. */
const STOPPED_WITHIN = 60_000;

const OPTIONS = ['--disable-sigusr1', '--expose-gc', '--no-allocation-site-pretenuring'];
const VITAL_SIGNS = join(import.meta.dirname, 'vital-signs.ts');

/** @param program the compiled service and its command */
export async function startReplica(
  name: string,
  [module = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  tally: Tally,
): Promise<Replica> {
  const child: ChildProcess = fork(module, args, {
    execArgv: [...OPTIONS, '--import', VITAL_SIGNS],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In a group of its own: Ctrl+C reaches the soak alone.
    detached: true,
  });
  const [stdout, stderr] = [child.stdout as Readable, child.stderr as Readable];
  const output = createOutputWatch(name, tally);
  stdout.on('data', output.readLog);
  stderr.on('data', output.readErrors);
  const gone = new AbortController();
  const ended = once(child, 'exit').then(([code, signal]) => {
    gone.abort();
    return (code ?? signal) as number | string;
  });
  const { port, metrics_port } = await waitFor(() => {
    if (gone.signal.aborted) throw new Error(`replica ${name} ended at its start: ${output.text}`);
    return output.ready;
  });
  const management = `http://127.0.0.1:${metrics_port}`;
  return {
    name,
    web: `http://127.0.0.1:${port}`,
    management,
    output,
    ended,
    async measure() {
      child.send('measure', () => undefined);
      const [signs] = (await once(child, 'message', { signal: gone.signal })) as [VitalSigns];
      return signs;
    },
    readMetric: (metric) => readMetric(management, metric),
    stallLog: () => void stdout.pause(),
    resumeLog: () => void stdout.resume(),
    async stop() {
      stdout.resume();
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN);
      const code = await ended;
      clearTimeout(late);
      return code;
    },
  };
}
