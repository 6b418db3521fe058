import type { DroppedLines } from '../../observability/declare-process-metrics.ts';
import { createLogger, type Destination, type Logger, toDestination } from '../../observability/logger.ts';
import type { Clock } from '../../time/clock.ts';
import type { StreamName } from './line-buffer.ts';
import { openFileSink } from './open-file-sink.ts';
import { openStandardSink, type StandardStream } from './open-standard-sink.ts';
import { createOutput, type Output, type OutputEvent } from './output.ts';

/** The outputs that this process writes its log lines to. */
export interface Outputs {
  createLogger(level: string): Logger;
  /**
   * Creates the audit stream, which does not depend on the log level.
   * @param place `stdout`, `off`, or a file
   * @returns undefined when it is off
   * @throws Error of Node when the file cannot be opened
   */
  createAuditLogger(place: string): Logger | undefined;
  /** Writes a report for people to standard error. */
  writeReport(text: string): void;
  /** How many lines of each stream were dropped, since they could not be written. */
  countDropped(): DroppedLines;
  /** Writes all pending lines, for at most `budget` milliseconds; must be called before the process ends. */
  end(budget: number): Promise<void>;
}

export interface OutputsParts {
  readonly stdout: StandardStream;
  readonly stderr: StandardStream;
  readonly clock: Clock;
}

/** The number of level `warn` in pino: lines from there on are written at once. */
const URGENT = 40;

/**
 * When an output fails, another one says so: standard error for standard output, the log for the audit file. Once lines are
 * written again, both say how many are lost.
 */
export function openOutputs({ stdout, stderr, clock }: OutputsParts): Outputs {
  const errors = createOutput({ sink: openStandardSink(stderr), clock, observe: () => undefined });
  const toErrors = createLogger('info', direct(errors, 'notice'));
  const standard = createOutput({
    sink: openStandardSink(stdout),
    clock,
    observe: (event) => reportOutage(event, 'log', toErrors, standardLogger),
  });
  const standardLogger = createLogger('info', direct(standard, 'log'));
  const outputs = [standard];

  function openAuditFile(path: string): Logger {
    const output = createOutput({
      sink: openFileSink(path),
      clock,
      observe: (event) => reportOutage(event, 'audit', standardLogger, logger),
    });
    outputs.push(output);
    const logger = createLogger('info', direct(output, 'audit'));
    return logger;
  }

  return {
    createLogger: (level) => createLogger(level, direct(standard, 'log')),
    createAuditLogger(place) {
      if (place === 'off') return undefined;
      return place === 'stdout' ? createLogger('info', direct(standard, 'audit')) : openAuditFile(place);
    },
    writeReport(text) {
      // Line by line, so that of a report that is too long the beginning is written.
      for (const line of text.split(/(?<=\n)/)) errors.write(line, 'notice', true);
    },
    countDropped: () => ({ log: sumDropped(outputs, 'log'), audit: sumDropped(outputs, 'audit') }),
    async end(budget) {
      const lost = (await Promise.all(outputs.map((output) => output.end(budget)))).reduce((a, b) => a + b);
      if (lost > 0) toErrors.warn({ kind: 'output', lost }, 'log lines are lost, since the process ends');
      await errors.end(lost > 0 ? budget / 10 : budget);
    },
  };
}

function direct(output: Output, stream: StreamName): Destination {
  return toDestination((line, level) => output.write(line, stream, level >= URGENT));
}

function sumDropped(outputs: readonly Output[], stream: StreamName): number {
  return outputs.reduce((sum, output) => sum + output.countDropped(stream), 0);
}

/**
 * @param elsewhere a logger on another output
 * @param itself a logger on the output that the event is about
 */
function reportOutage(event: OutputEvent, stream: StreamName, elsewhere: Logger, itself: Logger): void {
  if (event.kind === 'failing') {
    elsewhere.error({ kind: 'output', stream, reason: event.reason }, 'log lines cannot be written');
    return;
  }
  const { lost, seconds } = event;
  const line = { kind: 'output', stream, lost, seconds };
  elsewhere.warn(line, 'log lines are written again');
  if (lost > 0) itself.warn(line, 'log lines are lost here');
}
