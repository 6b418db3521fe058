import { randomFillSync } from 'node:crypto';

const PORTIONS = 256;

/**
 * Hands out random octets, drawn for many uses at once: a call into the random generator costs more than most of what they
 * are for. Not for keys, since what is not handed out yet lies in memory.
 * @param octets of one portion
 */
export function createRandomPool(octets: number): () => Buffer {
  let pool = Buffer.alloc(0);
  let taken = 0;
  return () => {
    if (taken === pool.length) {
      // A new one each time: what was handed out may still be in use.
      pool = randomFillSync(Buffer.allocUnsafeSlow(octets * PORTIONS));
      taken = 0;
    }
    taken += octets;
    return pool.subarray(taken - octets, taken);
  };
}
