import type { Environment } from './environment.ts';
import { stripResidue } from './strip-residue.ts';

/** Removes line ends and byte order marks around every variable: `--env-file` with lines of Windows adds a CR to each. */
export function stripEnvironment(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value && stripResidue(value)]),
  );
}
