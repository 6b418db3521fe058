import type { FaultCode } from './fault-codes.ts';

/** One error in the configuration. The message names the field and the fix, and never contains a secret. */
export interface Fault {
  /** `PORT`, or `file:line:column`. */
  readonly where: string;
  readonly message: string;
  readonly code: FaultCode;
  /** The tenant that it concerns; undefined when it concerns everybody. */
  readonly tenantId?: string;
}

/** Exit code for a wrong configuration: EX_CONFIG of sysexits.h. */
export const EXIT_CONFIG = 78;

/** Nobody reads more lines; `faults` has all of them. */
const MAX_LINES = 1000;

/** All faults of the configuration, so that an operator sees every mistake in one run. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];
  /** What is likely not meant, besides the faults: often the cause of one of them. */
  readonly warnings: readonly string[];

  constructor(faults: readonly Fault[], warnings: readonly string[] = []) {
    const lines = faults.slice(0, MAX_LINES).map(({ where, message }) => `${where}: ${message}`);
    if (faults.length > MAX_LINES) lines.push(`and ${faults.length - MAX_LINES} more faults`);
    super(lines.join('\n'));
    this.faults = faults;
    this.warnings = warnings;
  }
}
