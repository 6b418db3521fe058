/**
 * Waits for work, but not for longer than a budget.
 * @param budget milliseconds
 * @returns undefined when the time is up first
 */
export function waitWithin<T>(budget: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    // After a pause of this process the timer fires before a reply that is already in the socket has been read.
    const timer = setTimeout(() => setImmediate(resolve, undefined), budget);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
