export interface BenchOptions {
  /** Few short rounds, for CI. */
  readonly quick: boolean;
  readonly print: (text: string) => void;
}

/** One benchmark: a title and something that prints tables. */
export interface Bench {
  readonly title: string;
  /** @returns faults: values far outside of the recorded ones; empty for benchmarks without recorded values */
  run(options: BenchOptions): Promise<readonly string[]>;
}
