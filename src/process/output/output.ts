import type { Clock } from '../../time/clock.ts';
import { type Batch, createLineBuffer, type StreamName } from './line-buffer.ts';
import type { Sink } from './sink.ts';

/** Writes lines in their order, and never blocks or fails whoever writes them. */
export interface Output {
  /** @param isUrgent writes now, with all lines before it; other lines are collected for a moment */
  write(line: string, stream: StreamName, isUrgent: boolean): void;
  /** How many lines of a stream were dropped since the start. */
  countDropped(stream: StreamName): number;
  /**
   * Writes what waits, for at most `budget` milliseconds.
   * @returns how many lines are lost
   */
  end(budget: number): Promise<number>;
}

/** Lines cannot be written, or can be written again. */
export type OutputEvent =
  /** `reason`: `full`, `stalled`, or the error code of the system. */
  | { readonly kind: 'failing'; readonly reason: string }
  | { readonly kind: 'recovered'; readonly lost: number; readonly seconds: number };

export interface OutputOptions {
  readonly sink: Sink;
  readonly clock: Clock;
  readonly observe: (event: OutputEvent) => void;
  readonly times?: Partial<OutputTimes>;
  /** Bytes of lines that wait; further ones are dropped. */
  readonly capacity?: number;
}

/** Milliseconds. */
export interface OutputTimes {
  /** How long lines are collected, since a call of the system for each costs as much as the rest of a request. */
  readonly collect: number;
  /** Until a write that the system refused for the moment is repeated. */
  readonly retrySoon: number;
  /** Until a write that failed is repeated. */
  readonly retryLater: number;
  /** After which a write that goes on, or is refused again and again, counts as stalled. */
  readonly stalled: number;
}

const TIMES: OutputTimes = { collect: 100, retrySoon: 100, retryLater: 1000, stalled: 5000 };

/** Bytes. Some 6,000 lines: seconds of a busy service, and little beside its memory. */
const CAPACITY = 2 * 1024 * 1024;

/** Bytes that are written without waiting for more. */
const ENOUGH = 16 * 1024;

/** Bytes of one write. */
const MAX_WRITE = 64 * 1024;

/** Refused for the moment, by a pipe whose reader is slow for example. */
const PASSING: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY', 'EINTR']);

export function createOutput({ sink, clock, observe, ...options }: OutputOptions): Output {
  const times = { ...TIMES, ...options.times };
  const { capacity = CAPACITY } = options;
  const buffer = createLineBuffer(capacity);
  const dropped = new Map<StreamName, number>();
  let batch: (Batch & { readonly since: number }) | undefined;
  let isWriting = false;
  /** Waits for more lines, or for the time of a repeated write. */
  let timer: NodeJS.Timeout | undefined;
  let isRepeating = false;
  let outage: { readonly since: number; lost: number } | undefined;
  let isEnding = false;
  const emptied = Promise.withResolvers<void>();

  function fail(reason: string): void {
    if (outage !== undefined) return;
    outage = { since: clock.monotonic(), lost: 0 };
    observe({ kind: 'failing', reason });
  }

  /** Ends an outage once there is room: a slow reader that causes one after another is reported as one. */
  function recover(): void {
    if (outage === undefined || buffer.bytes > capacity / 2) return;
    const { since, lost } = outage;
    outage = undefined;
    observe({ kind: 'recovered', lost, seconds: Math.round((clock.monotonic() - since) / 1000) });
  }

  function wait(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      isRepeating = false;
      writeNext();
    }, milliseconds);
    if (!isEnding) timer.unref();
  }

  function takeBatch(): typeof batch {
    const next = buffer.take(MAX_WRITE);
    return next && { ...next, since: clock.monotonic() };
  }

  function writeNext(): void {
    if (isWriting || isRepeating) return;
    clearTimeout(timer);
    timer = undefined;
    batch ??= takeBatch();
    if (batch === undefined) {
      if (isEnding) emptied.resolve();
      return;
    }
    isWriting = true;
    const stalling = setTimeout(fail, times.stalled, 'stalled').unref();
    sink.write(batch.bytes, (error, written) => {
      clearTimeout(stalling);
      isWriting = false;
      if (error) repeat(error);
      else proceed(written);
    });
  }

  function repeat({ code }: NodeJS.ErrnoException): void {
    const isPassing = PASSING.has(code);
    if (!isPassing) fail(code ?? 'unknown');
    else if (batch && clock.monotonic() - batch.since > times.stalled) fail('stalled');
    isRepeating = true;
    wait(isPassing || isEnding ? times.retrySoon : times.retryLater);
  }

  function proceed(written: number): void {
    const rest = batch?.bytes.subarray(written);
    batch = batch && rest?.length ? { ...batch, bytes: rest } : undefined;
    if (batch === undefined) recover();
    if (batch !== undefined || isEnding || buffer.bytes >= ENOUGH) writeNext();
    else if (buffer.bytes > 0) wait(times.collect);
  }

  return {
    write(line, stream, isUrgent) {
      if (!buffer.add(line)) {
        dropped.set(stream, (dropped.get(stream) ?? 0) + 1);
        fail('full');
        if (outage) outage.lost += 1;
      } else if (isUrgent || buffer.bytes >= ENOUGH) writeNext();
      else if (!isWriting) wait(times.collect);
    },
    countDropped: (stream) => dropped.get(stream) ?? 0,
    async end(budget) {
      isEnding = true;
      isRepeating = false;
      const over = new Promise<void>((resolve) => setTimeout(resolve, budget));
      writeNext();
      await Promise.race([emptied.promise, over]);
      return (batch?.count ?? 0) + buffer.count;
    },
  };
}
