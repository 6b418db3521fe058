import { decodeJwt } from 'jose';
import { isDomiError } from '../oauth/errors.ts';
import { type ReadAssertionFile, readAssertion } from './read-assertion.ts';

/** What a federated credential at a provider must be set to. None of it is secret. */
export interface AssertionClaims {
  readonly issuer: string | undefined;
  readonly subject: string | undefined;
  readonly audiences: readonly string[];
}

/** @returns the claims of the assertion in a file, or why there are none */
export function readAssertionClaims(
  file: string,
  read: ReadAssertionFile,
): AssertionClaims | { readonly failure: string } {
  try {
    const { iss, sub, aud } = decodeJwt(readAssertion({ kind: 'assertion-file', file }, read));
    return { issuer: iss, subject: sub, audiences: [aud ?? []].flat() };
  } catch (error) {
    // Errors of the library may quote the assertion.
    const reason = isDomiError(error) ? error.reason : undefined;
    return { failure: reason ?? 'the client assertion file has no JSON Web Token' };
  }
}
