import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Delivery } from './delivery.ts';

/** Seconds. A right clock and a slow network need less; a captured delivery is worthless afterwards. */
export const MAX_AGE = 300;

/** What a signature proves: the secret that made it, and its value, which no other delivery has. */
export interface Verified {
  readonly secret: string;
  readonly digest: Buffer;
  /** False when it is older than `MAX_AGE`, or as far in the future. */
  readonly isFresh: boolean;
}

/**
 * Verifies `x-zm-signature`: `v0=` and the HMAC-SHA256 of `v0:timestamp:body` in hex, with the secret token of the app
 * (https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events).
 * @param secrets all of them count, so that one can be replaced
 * @returns undefined when none of them has made it
 */
export function verifySignature(
  secrets: readonly string[],
  { body, signature = '', timestamp = '' }: Delivery,
  now: Date,
): Verified | undefined {
  const [, hex] = /^v0=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (hex === undefined || !/^\d{1,11}$/.test(timestamp)) return undefined;
  const presented = Buffer.from(hex, 'hex');
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  for (const secret of secrets) {
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
    if (timingSafeEqual(digest, presented)) return { secret, digest, isFresh: age <= MAX_AGE };
  }
  return undefined;
}

/** What the provider expects in return for the token of an endpoint validation: its HMAC-SHA256 in hex. */
export function signToken(secret: string, token: string): string {
  return createHmac('sha256', secret).update(token).digest('hex');
}
