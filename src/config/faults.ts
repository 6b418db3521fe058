/** One thing that is wrong with the configuration, in words that name the field and the fix, never a secret. */
export interface Fault {
  /** `PORT`, or `file:line:column`. */
  readonly where: string;
  readonly message: string;
}

/** Exit code for a wrong configuration: EX_CONFIG of sysexits.h. */
export const EXIT_CONFIG = 78;

/** All faults of one reading of the configuration: an operator sees every mistake in one run. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ where, message }) => `${where}: ${message}`).join('\n'));
    this.faults = faults;
  }
}

/** Collects faults while reading goes on. */
export interface FaultList {
  add(where: string, message: string): void;
  readonly faults: readonly Fault[];
}

export function createFaultList(): FaultList {
  const faults: Fault[] = [];
  return { add: (where, message) => void faults.push({ where, message }), faults };
}
