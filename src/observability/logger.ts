import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * JSON lines. Callers hand over named fields only, never an error, request or context object: pino would print what
 * hangs on it.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // Written at once: buffered lines can get lost, or out of order, when the process ends.
  return pino(options, destination ?? pino.destination({ sync: true }));
}

/**
 * What may be told of an error that nobody foresaw: its name, its code and where it happened. Its message may hold
 * anything, so the stack is told without it.
 */
export function describeError(error: unknown): { name: string; code?: string; stack: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { code } = error as NodeJS.ErrnoException;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { name: error.name, ...(typeof code === 'string' && { code }), stack };
}
