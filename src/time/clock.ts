/** Time as an argument: code that measures, waits or sets a date gets a clock, so that tests control the time. */
export interface Clock {
  /** For dates only: system time can be set back or forward at any moment. */
  now(): Date;
  /** Milliseconds that never go back: for durations and deadlines. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  monotonic: performance.now.bind(performance),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
