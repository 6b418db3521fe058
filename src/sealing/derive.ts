import { hash } from 'node:crypto';
import type { SealKey } from './seal-keys.ts';

/** What a value is derived for: purpose first, then whatever it is bound to. */
export type Context = readonly [purpose: string, ...boundTo: string[]];

/** Derives 32 octets from a seal key, others for each context: nobody can tell one from another, or any from the key. */
export interface Derivation {
  octets(context: Context): Buffer;
  /** The same as base64url. */
  text(context: Context): string;
}

/** A cut hash: SHA-256 as a whole could be continued by whoever sees a result. */
const HASH = 'sha512-256';

/** The counter of the first and only block. */
const COUNTER = '\u0000\u0000\u0000\u0001';

/**
 * One-step key derivation (NIST SP 800-56C, section 4, option 1): a hash over counter, key and context. Chosen over
 * HKDF since it is one call that leaves no object behind, and there are four of them in each refresh.
 */
export function createDerivation({ secret }: SealKey): Derivation {
  const start = COUNTER + secret.toString('base64url');
  // JSON keeps the parts apart: joined text could be cut in more than one way.
  const input = (context: Context): string => start + JSON.stringify(context);
  return {
    octets: (context) => hash(HASH, input(context), 'buffer'),
    text: (context) => hash(HASH, input(context), 'base64url'),
  };
}
