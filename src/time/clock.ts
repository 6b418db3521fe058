/** Time as an argument: whatever measures, waits or dates something is given one, so tests decide what time it is. */
export interface Clock {
  /** For dates only: it may be set back or forward at any time. */
  now(): Date;
  /** Milliseconds that never go back: for durations and deadlines. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
