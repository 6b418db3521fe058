import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * JSON lines. Callers hand over named fields only, never an error, request or context object: pino would print what
 * hangs on it.
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

/** Where lines go. */
export interface Output extends DestinationStream {
  /** Writes what is waiting; to be called before the process ends. */
  flush(): void;
}

const BUFFERED_BYTES = 4096;
const FLUSH_EVERY_MS = 100;

/** `warn` and above, as numbers of pino. */
const URGENT = 40;

/**
 * Lines are collected for a moment, since a system call for each of them costs as much as the rest of a request; from
 * `warn` on they are written at once, together with all before them. Written in order and not in the background: that
 * lost lines when the process ended.
 * @param file instead of standard output
 */
export function openOutput(file?: string): Output {
  const stream = pino.destination({ dest: file ?? 1, sync: true, minLength: BUFFERED_BYTES, mode: 0o600 });
  let waiting: NodeJS.Timeout | undefined;
  let isBroken = false;

  // Whoever reads the lines may end first. A lost line must neither cost a request nor keep the process from ending.
  function giveUp(): void {
    isBroken = true;
    clearTimeout(waiting);
  }

  function flush(): void {
    clearTimeout(waiting);
    waiting = undefined;
    if (isBroken) return;
    try {
      // Not `flushSync`: it tries a closed pipe again for ever. With `sync`, this one has written when it returns.
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
 * What may be logged of an unexpected error: its name, its code and its stack. Its message may hold anything, so it is left
 * out, of the stack too.
 */
export function describeError(error: unknown): { name: string; code?: string; stack: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { code } = error as NodeJS.ErrnoException;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { name: error.name, ...(typeof code === 'string' && { code }), stack };
}
