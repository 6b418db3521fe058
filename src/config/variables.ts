import { readFileSync } from 'node:fs';
import type { FaultList } from './faults.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a variable or, as container platforms mount secrets, the file that `NAME_FILE` points to. An empty value
 * counts as not set.
 */
export function readVariable(environment: Environment, name: string, faults: FaultList): string | undefined {
  const value = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (value !== undefined && file !== undefined) {
    faults.add(name, `is given twice: set either ${name} or ${name}_FILE`);
    return undefined;
  }
  return file === undefined ? value : readSecretFile(file, `${name}_FILE`, faults);
}

/** One line end at the end of the file is dropped: editors and `echo` add it, and no secret has one. */
export function readSecretFile(path: string, where: string, faults: FaultList): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (text === '') faults.add(where, `${path} is empty`);
    return text || undefined;
  } catch (error) {
    faults.add(where, `cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}
