import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition; the test's own time-out is the limit. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await delay(10);
}
