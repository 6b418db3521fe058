import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Mocha's usual report on the screen, and its totals in a file for .ci/run: the screen is for people, its wording may
 * change. Option: `totals`, the file that gets one line (name, passed, failed, skipped).
 */
export default class CiReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { totals } = options.reporterOptions as { readonly totals: string };
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(totals, `test ${passes} ${failures} ${pending}\n`);
    });
  }
}
