const HOOKS = ['_beforeAll', '_beforeEach', '_afterEach', '_afterAll'] as const;

/**
 * Multiplies the time-outs of a suite, of its tests, hooks and inner suites. Each says what a quiet machine needs; a laptop
 * that compiles something else needs several times as much, and a test that passes does not wait longer for it.
 */
export function bePatient(suite: Mocha.Suite, factor: number): void {
  for (const name of HOOKS)
    for (const hook of Reflect.get(suite, name) as Mocha.Hook[]) stretch(hook, factor);
  for (const test of suite.tests) stretch(test, factor);
  for (const inner of suite.suites) bePatient(inner, factor);
}

function stretch(runnable: Mocha.Runnable, factor: number): void {
  runnable.timeout(runnable.timeout() * factor);
}
