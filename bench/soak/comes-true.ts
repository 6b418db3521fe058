import { setTimeout as delay } from 'node:timers/promises';

/** @returns whether it came true within these milliseconds */
export async function comesTrue(look: () => boolean | Promise<boolean>, within: number): Promise<boolean> {
  const end = performance.now() + within;
  while (performance.now() < end) {
    if (await look()) return true;
    await delay(100);
  }
  return false;
}
