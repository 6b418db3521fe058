import { availableParallelism } from 'node:os';
import Mocha from 'mocha';
import { readCiPackages } from './read-ci-packages.ts';
import { renderSkipped } from './render-skipped.ts';

/** Fewer tests are a run of single files. */
const WHOLE_RUN = 4000;

/**
 * Mocha's usual report, with how long it takes before it, and what was skipped after it: the reasons stand far above, among
 * thousands of lines.
 */
export default class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const skipped: string[] = [];
    runner.once('start', () => {
      if (runner.total < WHOLE_RUN) return;
      console.log(
        `${runner.total} tests. They take about a quarter of an hour on two quiet cores, this machine has ${availableParallelism()}, and longer on a busy one.`,
      );
      console.log('A single file: npm exec mocha -- test/http/refresh.test.ts');
    });
    runner.on('pending', ({ title }) => skipped.push(title));
    runner.once('end', () => {
      const text = renderSkipped(skipped, readCiPackages());
      if (text !== '') console.log(text);
    });
  }
}
