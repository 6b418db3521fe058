/** Skips every test of a suite, in its `before` hook. Mocha knows no reason for a skip, so the names tell it. */
export function skipSuite(context: Mocha.Context, reason: string): never {
  context.test?.parent?.eachTest((test) => {
    test.title += ` (skipped: ${reason})`;
  });
  return context.skip();
}
