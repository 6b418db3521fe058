import { createHash, randomBytes } from 'node:crypto';

/** Source of random bytes; an argument wherever it matters, so that tests can repeat a flow. */
export type Random = (size: number) => Buffer;

/** 32 bytes make the 43 characters that RFC 7636 section 4.1 recommends for a code verifier. */
const SECRET_BYTES = 32;

/** A fresh `state` or `code_verifier`: 43 unreserved characters, 256 bits. */
export function createSecret(random: Random = randomBytes): string {
  return random(SECRET_BYTES).toString('base64url');
}

/** RFC 7636 section 4.2, method `S256`; `plain` is never offered. */
export function buildCodeChallenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');
}
