import { DISK, type Disk, readErrorCode } from './disk.ts';
import type { FaultList } from './faults.ts';
import type { Where } from './places.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Octets. A secret has a few hundred; a path that leads to something else is found out here. */
const MAX_SECRET = 64 * 1024;

/**
 * Reads a variable or, as container platforms mount secrets, the file that `NAME_FILE` points to. An empty value
 * counts as not set.
 * @param askedAt the place that names the variable, for a name that must not be shown
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
    faults.add(isShown ? name : askedAt, `is given twice: set either ${shown} or ${shown}_FILE`);
    return undefined;
  }
  return file === undefined ? value : readSecretFile(file, isShown ? `${name}_FILE` : askedAt, faults, disk);
}

/** One line end at the end of the file is dropped: editors and `echo` add it, and no secret has one. */
export function readSecretFile(
  path: string,
  where: Where,
  faults: FaultList,
  disk: Disk = DISK,
): string | undefined {
  const shown = showPath(path);
  try {
    if (disk.size(path) > MAX_SECRET) {
      faults.add(where, `${shown} is larger than 64 KiB: it is no secret`);
      return undefined;
    }
    const text = disk
      .read(path)
      .toString('utf8')
      .replace(/\r?\n$/, '');
    if (text === '') faults.add(where, `${shown} is empty`);
    return text || undefined;
  } catch (error) {
    faults.add(where, `cannot read ${shown} (${readErrorCode(error)})`);
    return undefined;
  }
}

/** A path is shown when it looks like one: somebody may have written the secret itself. */
export function showPath(path: string): string {
  return /^(\.{0,2}\/|[A-Z]:\\)/i.test(path) ? path : 'the file that is named here';
}

/** The same for the name of a variable. */
export function showVariable(name: string): string {
  return /^[A-Z][A-Z0-9_]{0,99}$/.test(name) ? name : 'the variable that is named here';
}
