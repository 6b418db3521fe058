import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds, beyond the time-out of any test: a wait that went on after its test failed would keep mocha alive. */
const LIMIT = 180_000;

/**
 * Waits for a condition; the test's own time-out is the limit.
 * @throws Error when the condition never comes true
 */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('the condition did not come true');
    await delay(10);
  }
}
