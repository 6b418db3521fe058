import { createLogger, type Logger, type Output, openOutput } from '../observability/logger.ts';

/** The outputs that this process writes its log lines to. */
export interface Outputs {
  createLogger(level: string): Logger;
  /**
   * Creates the audit stream, which does not depend on the log level.
   * @param place `stdout`, `off`, or a file
   * @returns undefined when it is off
   */
  createAuditLogger(place: string): Logger | undefined;
  /** Writes all pending lines; must be called before the process ends. */
  flush(): void;
}

export function openOutputs(): Outputs {
  const stdout = openOutput();
  const all: Output[] = [stdout];
  return {
    createLogger: (level) => createLogger(level, stdout),
    createAuditLogger(place) {
      if (place === 'off') return undefined;
      if (place === 'stdout') return createLogger('info', stdout);
      const file = openOutput(place);
      all.push(file);
      return createLogger('info', file);
    },
    flush() {
      for (const output of all) output.flush();
    },
  };
}
