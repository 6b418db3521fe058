import { type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from './logger.ts';

/**
 * Receives the diagnostic messages of OpenTelemetry. They contain whole responses of the collector, and values of
 * variables such as `OTEL_EXPORTER_OTLP_HEADERS`, so only names and codes of a known shape are logged.
 */
export interface Diagnostics extends DiagLogger {
  /** @param level the value of `OTEL_LOG_LEVEL` */
  toLevel(level: string | undefined): DiagLogLevel;
  /** Sets the logger; until then a few entries are kept for it. */
  reportTo(logger: Logger): void;
}

type Severity = 'warn' | 'debug' | 'trace';

interface Entry {
  readonly severity: Severity;
  readonly fields: Readonly<Record<string, string>>;
}

const MAX_KEPT = 20;

const LEVELS: ReadonlyMap<string, DiagLogLevel> = new Map([
  ['none', DiagLogLevel.NONE],
  ['error', DiagLogLevel.ERROR],
  ['warn', DiagLogLevel.WARN],
  ['info', DiagLogLevel.INFO],
  ['debug', DiagLogLevel.DEBUG],
  ['verbose', DiagLogLevel.VERBOSE],
  ['all', DiagLogLevel.ALL],
]);

export function createDiagnostics(): Diagnostics {
  let logger: Logger | undefined;
  const kept: Entry[] = [];
  const log =
    (severity: Severity) =>
    (...args: unknown[]): void => {
      const entry = { severity, fields: describe(args) };
      if (logger) write(logger, entry);
      else if (kept.length < MAX_KEPT) kept.push(entry);
    };
  return {
    error: log('warn'),
    warn: log('warn'),
    info: log('debug'),
    debug: log('trace'),
    verbose: log('trace'),
    toLevel: (level) => LEVELS.get(level?.trim().toLowerCase() ?? '') ?? DiagLogLevel.INFO,
    reportTo(target) {
      logger = target;
      for (const entry of kept.splice(0)) write(target, entry);
    },
  };
}

function write(logger: Logger, { severity, fields }: Entry): void {
  logger[severity]({ kind: 'telemetry', ...fields }, 'OpenTelemetry');
}

/** Extracts component, variable and error code, each by its shape. */
function describe(args: readonly unknown[]): Entry['fields'] {
  const text = args.map(toText).join(' ');
  return pick({
    component: /@opentelemetry\/[a-z-]{1,50}/.exec(text)?.[0],
    setting:
      /\bOTEL_(?:TRACES|EXPORTER_OTLP|BSP|SPAN|ATTRIBUTE|RESOURCE|SERVICE|NODE|SDK)[A-Z_]{0,40}\b/.exec(
        text,
      )?.[0],
    code: /\b(?:E[A-Z]{4,20}|ERR_[A-Z_]{3,40})\b/.exec(text)?.[0],
    status: /"code":"?([1-5]\d\d)\b/.exec(text)?.[1],
  });
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!(value instanceof Error)) return '';
  const { code } = value as NodeJS.ErrnoException;
  return `${value.name} "code":"${code ?? ''}"`;
}

function pick(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
