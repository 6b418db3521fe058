/** Skips every test of a suite, in its `before` hook. Mocha knows no reason for a skip, so the names tell it. */
export function skipSuite(context: Mocha.Context, reason: string): never {
  context.test?.parent?.eachTest((test) => addReason(test, reason));
  return context.skip();
}

/** Skips the running test. */
export function skipTest(context: Mocha.Context, reason: string): never {
  if (context.test) addReason(context.test, reason);
  return context.skip();
}

function addReason(test: Mocha.Runnable, reason: string): void {
  test.title += ` (skipped: ${reason})`;
}
