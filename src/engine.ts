import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Called before anything else. V8 allocates objects that live for a whole request directly among the old ones once it has
 * seen many of them. Those die with their request all the same, but keep everything that they point to alive until the
 * next large collection: small ones then take ten times as long (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
export function tuneEngine(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * Gives back what loading has left, a fifth of all memory: V8 itself would do so only when it needs room. It stops
 * everything for a tenth of a second or more, so it is for the time before the first request.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort' });
}
