import { hash } from 'node:crypto';
import type { SealKey } from './seal-keys.ts';

/** What a value is derived for: the purpose first, then everything that the value is bound to. */
export type Context = readonly [purpose: string, ...boundTo: string[]];

/**
 * Derives 32 bytes from a seal key, different ones for each context. Nobody can compute the key, or the bytes of
 * another context, from them.
 */
export interface Derivation {
  bytes(context: Context): Buffer;
  /** The same bytes as base64url. */
  text(context: Context): string;
}

/** A truncated hash, since plain SHA-256 allows length extension. */
const HASH = 'sha512-256';

/** The counter of the first and only block. */
const COUNTER = '\u0000\u0000\u0000\u0001';

/**
 * One-step key derivation (NIST SP 800-56C, section 4, option 1): a hash over counter, key and context. It is one call
 * without intermediate objects, where HKDF needs several; a refresh derives four times.
 */
export function createDerivation({ secret }: SealKey): Derivation {
  const start = COUNTER + secret.toString('base64url');
  // JSON separates the parts: plain concatenation would be ambiguous.
  return {
    bytes: (context) => hash(HASH, start + JSON.stringify(context), 'buffer'),
    text: (context) => hash(HASH, start + JSON.stringify(context), 'base64url'),
  };
}
