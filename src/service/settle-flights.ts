import type { Refresher } from '../refresh/refresher.ts';

/**
 * Waits for the flights that belong to no client any more.
 * @param budget milliseconds
 */
export function settleFlights(flights: readonly Pick<Refresher, 'settle'>[], budget: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(resolve, budget);
    Promise.all(flights.map((each) => each.settle())).then(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}
