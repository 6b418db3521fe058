import { DISK, type Disk } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { readSecretFile } from './read-secret-file.ts';

/**
 * Reads a variable or, as container platforms mount secrets, the file that `NAME_FILE` points to. An empty value
 * counts as not set.
 */
export function readVariable(
  environment: Environment,
  name: string,
  faults: FaultList,
  disk: Disk = DISK,
): string | undefined {
  // Every object has members such as `constructor`, and a record may name any variable.
  const get = (key: string): string | undefined =>
    (Object.hasOwn(environment, key) && environment[key]) || undefined;
  const [value, file] = [get(name), get(`${name}_FILE`)];
  if (value !== undefined && file !== undefined) {
    faults.add(name, `is set twice: set either ${name} or ${name}_FILE`);
    return undefined;
  }
  return file === undefined ? value : readSecretFile(file, `${name}_FILE`, faults, disk);
}

/** Shows a name only if it looks like one: an operator may have written the secret itself. */
export function showVariable(name: string): string {
  return /^[A-Z][A-Z0-9_]{0,99}$/.test(name) ? name : 'the variable named here';
}
