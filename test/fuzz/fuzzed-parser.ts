import { AssertionError } from 'chai';
import fc from 'fast-check';

/** A parser that meets the outside, with inputs that know its grammar. */
export interface FuzzedParser {
  /** File below src and function. */
  readonly name: string;
  /** Runs the parser on one input; anything but a documented error goes on. */
  readonly property: fc.IRawProperty<unknown>;
  /** Calls it with a text of any size. Undefined for a parser that gets no text of the outside. */
  readonly parseText: ((text: string) => void) | undefined;
  /** Pieces of its grammar; repeated, they are what a slow expression stumbles over. */
  readonly pieces: readonly string[];
}

export interface ParserRow<T> {
  readonly input: fc.Arbitrary<T>;
  /** May assert what holds for every input. */
  readonly run: (input: T) => unknown;
  /** Whether the parser documents this error. By default it documents none. */
  readonly throws?: (error: unknown) => boolean;
  /** Where a long text goes. */
  readonly place?: (text: string) => T;
  readonly pieces?: readonly string[];
}

export function fuzz<T>(name: string, row: ParserRow<T>): FuzzedParser {
  const { input, run, throws = () => false, place, pieces = [] } = row;
  const call = (value: T): void => {
    try {
      run(value);
    } catch (error) {
      if (error instanceof AssertionError || !throws(error)) throw error;
    }
  };
  return {
    name,
    property: fc.property(input, (value) => withinBudget(() => call(value))),
    parseText: place && ((text) => call(place(text))),
    pieces,
  };
}

/** Milliseconds of CPU time that no input of an allowed size may take. */
export const BUDGET = 50;
/** A collection of garbage, or a function that is compiled, may fall into a single measurement. */
export const ATTEMPTS = 4;

/** @throws Error when each of several attempts takes longer than the budget */
function withinBudget(act: () => void): void {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    least = Math.min(least, measure(act));
    if (least <= BUDGET) return;
  }
  throw new Error(`it takes ${least.toFixed(0)} ms of CPU time`);
}

/** @returns milliseconds of CPU time of this thread: what others do on this machine counts for nothing */
export function measure(act: () => void): number {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** @returns milliseconds of CPU time of this thread until the end */
export async function measureAsync(act: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
