/** One thing that is wrong with the configuration, in words that name the field and the fix, never a secret. */
export interface Fault {
  /** `PORT`, or `file:line:column`. */
  readonly where: string;
  readonly message: string;
}

/** Exit code for a wrong configuration: EX_CONFIG of sysexits.h. */
export const EXIT_CONFIG = 78;

/** More lines than anybody reads; `faults` has them all. */
const MAX_LINES = 1000;

/** All faults of one reading of the configuration: an operator sees every mistake in one run. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const lines = faults.slice(0, MAX_LINES).map(({ where, message }) => `${where}: ${message}`);
    if (faults.length > MAX_LINES) lines.push(`and ${faults.length - MAX_LINES} more faults`);
    super(lines.join('\n'));
    this.faults = faults;
  }
}
