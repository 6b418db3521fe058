import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';

export interface NumberRule {
  readonly max: number;
  /** Used when the variable is not set or has a fault. */
  readonly fallback: number;
  /** The fault, which continues the name of the variable. */
  readonly message: string;
}

/** Reads a non-negative whole number. */
export function readNumber(
  environment: Environment,
  name: string,
  faults: FaultList,
  { max, fallback, message }: NumberRule,
): number {
  const text = environment[name];
  if (!text) return fallback;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= max) return number;
  faults.add(name, message);
  return fallback;
}
