import { randomBytes } from 'node:crypto';
import type { Step } from '../context.ts';

/** Crockford's base 32: no I, L, O, U, so that users can read it out to a help desk. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** Gives every request its own id. An id from outside is ignored, since anybody can forge it. */
export function assignRequestId(): Step {
  return function assignRequestId(ctx, next) {
    ctx.state.requestId = createRequestId();
    ctx.set('X-Request-Id', ctx.state.requestId);
    return next();
  };
}

export function createRequestId(): string {
  let id = '';
  for (const byte of randomBytes(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
