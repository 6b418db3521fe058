import type { Registration } from '../oauth/registration.ts';
import type { Fingerprint, Names } from '../sealing/fingerprint.ts';

/** What is presented to the provider once: a refresh token, or a code with its verifier. */
export type PresentedKind = 'token' | 'code';

/** The token of one request, whose it is, and its fingerprints. */
export interface PresentedToken {
  readonly kind: PresentedKind;
  readonly registration: Registration;
  readonly token: string;
  readonly names: Names;
  /** Network of the client that presents it. */
  readonly clientNetwork: string | undefined;
}

export interface PresentOptions {
  readonly kind?: PresentedKind;
  readonly clientNetwork?: string | undefined;
}

export function presentToken(
  fingerprint: Fingerprint,
  registration: Registration,
  token: string,
  { kind = 'token', clientNetwork }: PresentOptions = {},
): PresentedToken {
  return {
    kind,
    registration,
    token,
    names: nameToken(fingerprint, registration, token, kind),
    clientNetwork,
  };
}

/**
 * Computes the fingerprints of a token for a tenant and a provider: the same text at another tenant is another token.
 */
export function nameToken(
  fingerprint: Fingerprint,
  { tenantId, provider }: Registration,
  token: string,
  kind: PresentedKind = 'token',
): Names {
  return fingerprint([kind, tenantId, provider.id], token);
}
