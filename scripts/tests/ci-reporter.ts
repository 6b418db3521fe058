import { appendFileSync } from 'node:fs';
import type Mocha from 'mocha';
import SummaryReporter from './summary-reporter.ts';

/**
 * Also writes the totals to a file for .ci/run, since the wording of the report may change.
 * Option: `totals`, the file that gets one line (name, passed, failed, skipped).
 */
export default class CiReporter extends SummaryReporter {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { totals } = options.reporterOptions as { readonly totals: string };
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(totals, `test ${passes} ${failures} ${pending}\n`);
    });
  }
}
