import { randomFillSync } from 'node:crypto';
import type { Step } from '../context.ts';

/** Crockford's base 32: no I, L, O, U, so that it survives being read out to a help desk. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** Gives the request a name of its own; one from outside is not taken over, since anybody can forge it. */
export function assignRequestId(): Step {
  return function assignRequestId(ctx, next) {
    ctx.state.requestId = createRequestId();
    ctx.set('X-Request-Id', ctx.state.requestId);
    return next();
  };
}

/** Drawn for many ids at once: a call into the random generator costs more than all else here. */
const pool = Buffer.alloc(LENGTH * 256);
let taken = pool.length;

export function createRequestId(): string {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  let id = '';
  for (const end = taken + LENGTH; taken < end; taken += 1) {
    id += ALPHABET[(pool[taken] ?? 0) % ALPHABET.length];
  }
  return id;
}
