import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for a promise, and no longer than these milliseconds. No timer stays behind, to hold the process or to be counted.
 * @returns undefined when the time is over
 */
export async function waitAtMost<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  const leaving = new AbortController();
  const isLate = delay(milliseconds, undefined, { signal: leaving.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, isLate]);
  } finally {
    leaving.abort();
  }
}
