import type { Registration } from '../oauth/registration.ts';
import type { Fingerprint, Names } from '../sealing/fingerprint.ts';

/** The token of one request, whose it is, and its fingerprints. */
export interface PresentedToken {
  readonly registration: Registration;
  readonly token: string;
  readonly names: Names;
  /** Network of the client that presents it. */
  readonly clientNetwork: string | undefined;
}

export function presentToken(
  fingerprint: Fingerprint,
  registration: Registration,
  token: string,
  clientNetwork?: string,
): PresentedToken {
  return { registration, token, names: nameToken(fingerprint, registration, token), clientNetwork };
}

/**
 * Computes the fingerprints of a token for a tenant and a provider: the same text at another tenant is another token.
 */
export function nameToken(
  fingerprint: Fingerprint,
  { tenantId, provider }: Registration,
  token: string,
): Names {
  return fingerprint(['token', tenantId, provider.id], token);
}
