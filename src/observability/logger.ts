import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * Creates a logger of JSON lines. Callers must pass named fields only, never an error, request or context object: pino
 * would print everything that it references.
 */
export function createLogger(level: string, destination: Destination = NOWHERE): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination);
}

/** The destination of log lines, as pino wants it. */
export type Destination = DestinationStream;

const NOWHERE: Destination = { write: () => undefined };

/** @param write gets each line with the number of its level in pino */
export function toDestination(write: (line: string, level: number) => void): Destination {
  const destination = {
    // Asks pino to set `lastLevel` before each write.
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write: (line: string) => write(line, destination.lastLevel),
  };
  return destination;
}

/**
 * Describes an unexpected error for the log: name, code and stack. The message may contain anything, so it is left out,
 * even from the stack.
 */
export function describeError(error: unknown): { name: string; code?: string; stack: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { code } = error as NodeJS.ErrnoException;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { name: error.name, ...(typeof code === 'string' && { code }), stack };
}
