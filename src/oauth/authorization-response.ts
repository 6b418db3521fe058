import { classifyAuthorizationError } from './classify-authorization-error.ts';
import { DomiError } from './errors.ts';
import type { Provider } from './provider.ts';
import { readRedirectError } from './provider-error.ts';

/** RFC 6749 appendix A.11: a code is 1*VSCHAR. The bound keeps a request head below what proxies accept. */
const CODE = /^[\x20-\x7e]{1,4500}$/;

/** The parameters of an authorization response that we act on; anything else is ignored (RFC 6749 section 4.1.2). */
const PROTOCOL_PARAMETERS = ['code', 'state', 'error', 'error_description', 'iss'] as const;

export type AuthorizationResponse = Partial<Record<(typeof PROTOCOL_PARAMETERS)[number], string>>;

/**
 * Reads the query of the callback.
 * @throws DomiError `invalid_request` for a repeated parameter
 */
export function parseAuthorizationResponse(query: string): AuthorizationResponse {
  const parameters = new URLSearchParams(query);
  const response: AuthorizationResponse = {};
  for (const name of PROTOCOL_PARAMETERS) {
    const value = readSingle(parameters, name);
    if (value !== undefined) response[name] = value;
  }
  return response;
}

/** Reads `state` alone: a response that belongs to no flow of this browser is not parsed any further. */
export function readState(query: string): string | undefined {
  return readSingle(new URLSearchParams(query), 'state');
}

/**
 * A repeated parameter is refused (RFC 6749 section 3.1: "MUST NOT be included more than once"): parameter pollution
 * works because two parsers pick different ones. An empty one counts as absent (same section).
 */
function readSingle(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new DomiError('invalid_request', { reason: 'repeated parameter' });
  return values[0] || undefined;
}

/**
 * RFC 9207 section 2.4, the defence against mix-up attacks. Issuers are compared as strings, when the configuration
 * names one. If the service promises to send `iss`, a missing one is refused like a wrong one. The user has done nothing
 * wrong: either the file names another issuer than the service uses, or somebody attacks.
 * @throws DomiError `issuer_mismatch`
 */
export function checkIssuer(provider: Provider, response: AuthorizationResponse): void {
  if (provider.issuer === undefined || response.iss === provider.issuer) return;
  if (response.iss !== undefined) throw new DomiError('issuer_mismatch', { reason: 'iss of another issuer' });
  if (provider.authorizationResponseIssParameterSupported)
    throw new DomiError('issuer_mismatch', { reason: 'iss is missing, but this service always sends it' });
}

/**
 * Maps the provider's error redirect to the catalogue. Its `error_description` is not shown: anyone can write it.
 * @throws DomiError when the response reports an error
 */
export function checkAuthorizationError(provider: Provider, response: AuthorizationResponse): void {
  if (response.error === undefined) return;
  const providerError = readRedirectError(response.error, response.error_description);
  const { code, reason } = classifyAuthorizationError(provider, response.error, [
    response.error_description,
    providerError.number,
  ]);
  throw new DomiError(code, { reason, providerError });
}

/**
 * @returns the authorization code
 * @throws DomiError `invalid_request` when it is missing or malformed
 */
export function checkCode(response: AuthorizationResponse): string {
  if (response.code === undefined) throw new DomiError('invalid_request', { reason: 'no code' });
  if (!CODE.test(response.code)) throw new DomiError('invalid_request', { reason: 'code is not VSCHAR' });
  return response.code;
}
