import { DISK, type Disk, readErrorCode } from './disk.ts';
import type { FaultList } from './faults.ts';
import type { Where } from './places.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Octets. A secret has a few hundred; a path that leads to something else is found out here. */
const MAX_SECRET = 64 * 1024;

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
  const value = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (value !== undefined && file !== undefined) {
    faults.add(name, `is given twice: set either ${name} or ${name}_FILE`);
    return undefined;
  }
  return file === undefined ? value : readSecretFile(file, `${name}_FILE`, faults, disk);
}

/** One line end at the end of the file is dropped: editors and `echo` add it, and no secret has one. */
export function readSecretFile(
  path: string,
  where: Where,
  faults: FaultList,
  disk: Disk = DISK,
): string | undefined {
  try {
    if (disk.size(path) > MAX_SECRET) {
      faults.add(where, `${path} is larger than 64 KiB: it is no secret`);
      return undefined;
    }
    const text = disk
      .read(path)
      .toString('utf8')
      .replace(/\r?\n$/, '');
    if (text === '') faults.add(where, `${path} is empty`);
    return text || undefined;
  } catch (error) {
    faults.add(where, `cannot read ${path} (${readErrorCode(error)})`);
    return undefined;
  }
}
