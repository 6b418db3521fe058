import { DISK, type Disk } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Where } from '../report/place.ts';
import type { Environment } from './environment.ts';
import { readSecretFile } from './read-secret-file.ts';

/**
 * Reads a variable or, as container platforms mount secrets, the file that `NAME_FILE` points to. An empty value
 * counts as not set.
 * @param askedAt the place that names the variable, for faults of a name that must not be shown
 */
export function readVariable(
  environment: Environment,
  name: string,
  faults: FaultList,
  disk: Disk = DISK,
  askedAt: Where = name,
): string | undefined {
  const value = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  const isShown = showVariable(name) === name;
  if (value !== undefined && file !== undefined) {
    const shown = showVariable(name);
    faults.add(isShown ? name : askedAt, `is set twice: set either ${shown} or ${shown}_FILE`);
    return undefined;
  }
  return file === undefined ? value : readSecretFile(file, isShown ? `${name}_FILE` : askedAt, faults, disk);
}

/** Shows a name only if it looks like one: an operator may have written the secret itself. */
export function showVariable(name: string): string {
  return /^[A-Z][A-Z0-9_]{0,99}$/.test(name) ? name : 'the variable named here';
}
