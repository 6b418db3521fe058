/** What must hold at the end, in the order of the table. */
export const PROMISES = {
  answered: 'every request is answered within 40 s, and never with 500',
  meaning: 'every answer is one that its request may get',
  goodToken: 'a token that is good at the provider is never called dead',
  family: 'no family of tokens was ended by a token that we presented twice',
  delivered: 'every refresh that the provider accepted reached its client',
  replay: 'an answer that is given again holds the same refresh token',
  credentials: 'no rotated client secret was refused by the provider',
  adopted: 'every change of files is in use on both replicas within 60 s',
  store: 'the store is in use again within 60 s after a change of roles',
  output: 'a log that nobody reads holds up no request, and loses no line for which there is room',
  quiet: 'no token in any output, no fatal line, no warning of Node',
  alive: 'both replicas live until they are stopped, and end with 0',
  heap: 'the heap returns to where it began',
  handles: 'handles return to where they began',
  descriptors: 'sockets and descriptors return to where they began',
} as const;

export type PromiseName = keyof typeof PROMISES;

/** Counts what happened, and keeps what should not have happened. */
export interface Tally {
  count(kind: string, outcome: string | number): void;
  breach(promise: PromiseName, example: string): void;
  /** A promise that this machine cannot test. */
  skip(promise: PromiseName, reason: string): void;
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly breaches: ReadonlyMap<PromiseName, readonly string[]>;
  readonly skipped: ReadonlyMap<PromiseName, string>;
  readonly total: number;
}

/** Examples of one promise that are shown at once. */
const SHOWN = 3;

/** @param show gets the first examples of each broken promise at once */
export function createTally(show: (text: string) => void): Tally {
  const counts = new Map<string, Map<string, number>>();
  const breaches = new Map<PromiseName, string[]>();
  const skipped = new Map<PromiseName, string>();
  let total = 0;
  return {
    count(kind, outcome) {
      total += 1;
      const outcomes = counts.get(kind) ?? new Map<string, number>();
      counts.set(kind, outcomes);
      outcomes.set(String(outcome), (outcomes.get(String(outcome)) ?? 0) + 1);
    },
    breach(promise, example) {
      const examples = breaches.get(promise) ?? [];
      breaches.set(promise, [...examples, example]);
      if (examples.length < SHOWN) show(`BROKEN: ${PROMISES[promise]}\n  ${example}`);
    },
    skip: (promise, reason) => void skipped.set(promise, reason),
    counts,
    breaches,
    skipped,
    get total() {
      return total;
    },
  };
}
