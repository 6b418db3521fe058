import { setTimeout as delay } from 'node:timers/promises';
import { isAtRest, keepLeast, type Measured } from './compare-vital-signs.ts';
import type { Site } from './site.ts';

/** Milliseconds. */
const FIRST_REST = 5000;
/** Dead tokens, and what else is kept for a minute, are dropped within another one. A service that leaks nothing rests sooner. */
const LONGEST_REST = 150_000;

export const measureAll = (site: Site): Promise<Measured[]> =>
  Promise.all(site.replicas.map(async ({ name, measure }) => ({ name, ...(await measure()) })));

/** Waits until nothing is open that was not open before, or until that should be long over. */
export async function waitForRest(site: Site, before: readonly Measured[] | undefined): Promise<Measured[]> {
  const end = performance.now() + (before === undefined ? FIRST_REST : LONGEST_REST);
  let least: Measured[] | undefined;
  for (;;) {
    least = keepLeast(least, await measureAll(site));
    if (performance.now() > end || (before !== undefined && isAtRest(before, least))) return least;
    await delay(1000);
  }
}
