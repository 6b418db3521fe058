import type { ClientCredential, ClientSecret } from './client-credential.ts';
import type { Provider } from './provider.ts';

/** A JSON Web Token that proves the identity of the client (RFC 7523 section 2.2). */
export interface ClientAssertion {
  readonly kind: 'assertion';
  readonly assertion: string;
}

/** What one request carries as proof of who sends it. */
export type ClientProof = ClientSecret | ClientAssertion;

/**
 * Makes the proof for one request from a credential. An assertion is made anew each time, since providers accept each
 * one once. Throws DomiError only.
 */
export type ProveClient = (
  provider: Provider,
  credential: ClientCredential,
) => ClientProof | Promise<ClientProof>;
