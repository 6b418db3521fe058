export interface BenchOptions {
  /** Few short rounds, for CI. */
  readonly quick: boolean;
  readonly print: (text: string) => void;
}

/** One benchmark: a title and something that prints tables. */
export interface Bench {
  readonly title: string;
  /** @returns what is far outside of the recorded values; most benchmarks compare nothing and return an empty list */
  run(options: BenchOptions): Promise<readonly string[]>;
}
