import { randomBytes } from 'node:crypto';
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

export function createRequestId(): string {
  let id = '';
  for (const byte of randomBytes(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
