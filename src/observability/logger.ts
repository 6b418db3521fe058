import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * Creates a logger of JSON lines. Callers must pass named fields only, never an error, request or context object: pino
 * would print everything that it references.
 */
export function createLogger(level: string, destination: DestinationStream = openOutput()): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination);
}

/** The destination of log lines. */
export interface Output extends DestinationStream {
  /** Writes all pending lines; must be called before the process ends. */
  flush(): void;
}

const BUFFERED_BYTES = 4096;
const FLUSH_EVERY_MS = 100;

/** The number of level `warn` in pino. */
const URGENT = 40;

/**
 * Buffers lines for a moment, since a system call per line costs as much as the rest of a request. A line of level `warn`
 * or above is written at once, with all lines before it. Writes are synchronous, since asynchronous ones lost lines when
 * the process ended.
 * @param file path of a file, instead of standard output
 */
export function openOutput(file?: string): Output {
  const stream = pino.destination({ dest: file ?? 1, sync: true, minLength: BUFFERED_BYTES, mode: 0o600 });
  let waiting: NodeJS.Timeout | undefined;
  let isBroken = false;

  // The reader of the lines may exit first. A lost line must not fail a request or keep the process alive.
  function giveUp(): void {
    isBroken = true;
    clearTimeout(waiting);
  }

  function flush(): void {
    clearTimeout(waiting);
    waiting = undefined;
    if (isBroken) return;
    try {
      // Not `flushSync`, which retries a closed pipe forever. With `sync`, `flush` has written when it returns.
      stream.flush();
    } catch {
      giveUp();
    }
  }

  stream.on('error', giveUp);
  const output = {
    // Asks pino to set `lastLevel` before each write.
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line: string) {
      if (isBroken) return;
      try {
        stream.write(line);
      } catch {
        giveUp();
        return;
      }
      if (output.lastLevel >= URGENT) flush();
      else waiting ??= setTimeout(flush, FLUSH_EVERY_MS).unref();
    },
    flush,
  };
  return output;
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
