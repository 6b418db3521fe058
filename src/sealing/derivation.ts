import { hash } from 'node:crypto';
import type { SealKey } from './seal-keys.ts';

/** What a value is derived for: the purpose first, then everything that the value is bound to. */
export type Context = readonly [purpose: string, ...boundTo: string[]];

/**
 * Derives 32 bytes from a seal key, different ones for each context. From one of them nobody can find another one, or
 * the key.
 */
export interface Derivation {
  bytes(context: Context): Buffer;
  /** The same bytes as base64url. */
  text(context: Context): string;
}

/** A truncated hash: whoever sees a whole SHA-256 could extend its input. */
const HASH = 'sha512-256';

/** The counter of the first and only block. */
const COUNTER = '\u0000\u0000\u0000\u0001';

/**
 * One-step key derivation (NIST SP 800-56C, section 4, option 1): a hash over counter, key and context. It is one call
 * that leaves no object behind, where HKDF needs several; a refresh derives four times.
 */
export function createDerivation({ secret }: SealKey): Derivation {
  const start = COUNTER + secret.toString('base64url');
  // JSON keeps the parts apart: joined text could be cut in more than one way.
  return {
    bytes: (context) => hash(HASH, start + JSON.stringify(context), 'buffer'),
    text: (context) => hash(HASH, start + JSON.stringify(context), 'base64url'),
  };
}
