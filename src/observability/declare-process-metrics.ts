import { getHeapStatistics } from 'node:v8';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What runs. */
export interface BuildInfo {
  readonly version: string;
  /** `unknown` if the build did not set it. */
  readonly commit: string;
}

/** Log lines that could not be written, by stream. */
export interface DroppedLines {
  readonly log: number;
  readonly audit: number;
}

/** The process: metrics that no event changes. */
export function declareProcessMetrics(
  registers: Registry[],
  build: BuildInfo,
  countDroppedLines: () => DroppedLines,
): void {
  new Gauge({
    name: 'domi_build_info',
    help: 'Always 1; the labels name the build.',
    labelNames: ['version', 'commit'],
    registers,
  }).set({ version: build.version, commit: build.commit }, 1);
  new Gauge({
    name: 'domi_heap_size_limit_bytes',
    help: 'Size that the heap of V8 may reach before the process ends.',
    registers,
  }).set(getHeapStatistics().heap_size_limit);
  declareDroppedLines(registers, countDroppedLines);
}

/** Counted where lines are written, which is outside the service; read at every scrape. */
function declareDroppedLines(registers: Registry[], count: () => DroppedLines): void {
  new Counter({
    name: 'domi_log_lines_dropped_total',
    help: 'Log lines that were dropped, since they could not be written, by stream (log or audit).',
    labelNames: ['stream'],
    registers,
    collect() {
      this.reset();
      for (const [stream, lines] of Object.entries(count())) this.inc({ stream }, lines);
    },
  });
}
