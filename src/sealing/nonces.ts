import { randomFillSync } from 'node:crypto';

const AT_ONCE = 256;

/**
 * Public random values of one length, drawn for many at once: a call into the random generator costs more than all
 * else that is done with one. Not for secrets: the next ones already lie in memory.
 * @returns takes the next one; its octets stay as they are until as many as are drawn at once have been taken
 */
export function createNonces(octets: number): () => Buffer {
  const pool = Buffer.alloc(octets * AT_ONCE);
  let taken = pool.length;
  return () => {
    if (taken === pool.length) {
      randomFillSync(pool);
      taken = 0;
    }
    taken += octets;
    return pool.subarray(taken - octets, taken);
  };
}
