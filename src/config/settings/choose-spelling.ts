import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';

/** A variable as it was found. */
export interface SpelledVariable {
  readonly name: string;
  readonly text: string;
}

/**
 * Finds a variable that may be written in upper or lower case. Lower case wins, as in curl and Node.js. An empty value
 * counts as not set.
 * @param variable in upper case
 */
export function chooseSpelling(
  variable: string,
  environment: Environment,
  faults: FaultList,
): SpelledVariable | undefined {
  const lower = variable.toLowerCase();
  const [name, other] = [lower, variable].filter((spelling) => environment[spelling]);
  if (name === undefined) return undefined;
  const text = environment[name] ?? '';
  if (other !== undefined && environment[other] !== text) {
    faults.warn('', `${lower} and ${variable} are different: ${lower} is used, as by curl and Node.js`);
  }
  return { name, text };
}
