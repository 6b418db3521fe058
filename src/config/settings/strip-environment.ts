import type { Environment } from './environment.ts';
import { stripResidue } from './strip-residue.ts';

/**
 * Removes line ends and byte order marks around every variable: `--env-file` with lines of Windows adds a CR to each.
 * @returns an object without a prototype, since a record may name a variable `constructor`
 */
export function stripEnvironment(environment: Environment): Environment {
  const stripped: Record<string, string | undefined> = Object.create(null);
  for (const [name, value] of Object.entries(environment)) stripped[name] = value && stripResidue(value);
  return stripped;
}
