import { chooseCertificate } from './choose-certificate.ts';
import type { ClientKey, SigningAlgorithm } from './client-credential.ts';
import type { Provider } from './provider.ts';

/** RFC 7523 section 2.2. */
export const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds for which an assertion is valid: longer than any call, and short for somebody who steals it. */
const LIFETIME = 120;

/** Seconds before now at which an assertion begins, for a provider whose clock is late. More could make it look old. */
const LEEWAY = 10;

/** An assertion before it is signed. */
export interface UnsignedAssertion {
  readonly header: {
    readonly alg: SigningAlgorithm;
    readonly typ: 'JWT';
    readonly kid?: string;
    readonly 'x5t#S256'?: string;
  };
  readonly claims: {
    readonly iss: string;
    readonly sub: string;
    readonly aud: string;
    readonly jti: string;
    /** Seconds since 1970, as the next two. */
    readonly iat: number;
    readonly nbf: number;
    readonly exp: number;
  };
}

/**
 * RFC 7523 section 3 and OpenID Connect Core 1.0 section 9, which require `jti`. Microsoft documents the same claims:
 * https://learn.microsoft.com/entra/identity-platform/certificate-credentials.
 * @param id never used before
 */
export function buildAssertion(
  { clientId, clientAssertionAudience, tokenEndpoint }: Provider,
  { algorithm, keyId, certificates = [] }: ClientKey,
  id: string,
  now: Date,
): UnsignedAssertion {
  const certificate = chooseCertificate(certificates, now.getTime());
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    header: {
      alg: algorithm,
      typ: 'JWT',
      ...(keyId !== undefined && { kid: keyId }),
      ...(certificate !== undefined && { 'x5t#S256': certificate.thumbprint }),
    },
    claims: {
      iss: clientId,
      sub: clientId,
      aud: clientAssertionAudience ?? tokenEndpoint,
      jti: id,
      iat: seconds - LEEWAY,
      nbf: seconds - LEEWAY,
      exp: seconds + LIFETIME,
    },
  };
}
