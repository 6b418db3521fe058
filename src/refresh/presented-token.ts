import type { Registration } from '../oauth/registration.ts';
import type { Fingerprint, Names } from '../sealing/fingerprint.ts';

/** What a request presents: whose token it is, the token, and the names under which it may be known here. */
export interface PresentedToken {
  readonly registration: Registration;
  readonly token: string;
  readonly names: Names;
}

export function presentToken(
  fingerprint: Fingerprint,
  registration: Registration,
  token: string,
): PresentedToken {
  return { registration, token, names: nameToken(fingerprint, registration, token) };
}

/** Bound to tenant and provider: the same token of another tenant is another token. */
export function nameToken(
  fingerprint: Fingerprint,
  { tenantId, provider }: Registration,
  token: string,
): Names {
  return fingerprint(['token', tenantId, provider.id], token);
}
