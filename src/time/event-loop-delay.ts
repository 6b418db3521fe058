import type { Clock } from './clock.ts';

/** How long work waits for the event loop. */
export interface EventLoopDelay {
  /**
   * @returns milliseconds by which each of the last timers was late, the least of them. One long stop (a major collection, a
   *   reload) makes one timer late; only a queue that does not get shorter makes all of them late.
   */
  standing(): number;
  stop(): void;
}

/** Milliseconds between two timers. */
const EVERY = 50;

/** Timers that must all be late. */
const SAMPLES = 5;

/** Measures with a timer that fires all the time. The process may end meanwhile. */
export function measureEventLoopDelay({ monotonic }: Pick<Clock, 'monotonic'>): EventLoopDelay {
  const delays: number[] = Array(SAMPLES).fill(0);
  let index = 0;
  let firedAt = monotonic();
  const timer = setInterval(() => {
    const now = monotonic();
    delays[index] = Math.max(0, now - firedAt - EVERY);
    index = (index + 1) % SAMPLES;
    firedAt = now;
  }, EVERY).unref();
  return {
    standing: () => Math.min(...delays),
    stop: () => clearInterval(timer),
  };
}
