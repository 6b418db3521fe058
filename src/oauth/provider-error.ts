import { findErrorNumber } from './find-error-number.ts';
import type { JsonObject } from './json-object.ts';
import type { ProviderResponse } from './provider-response.ts';
import { parseResponseBody } from './response-body.ts';

/**
 * What a provider said when it refused, for operators: fixed names, numbers and configured scopes, never a text of the
 * provider. It is logged, so nothing else may get in.
 */
export interface ProviderError {
  /** HTTP status of the response; absent when the browser brought the error. */
  readonly status?: number;
  /** The `error` member: a name of `ERROR_NAMES`, or `other`. */
  readonly error?: string;
  /** The number under which the provider documents the error, for example `AADSTS7000222`. */
  readonly number?: string;
  /** Required scopes that were not granted, as configured. */
  readonly missingScopes?: readonly string[];
}

/** The registered errors that a provider may answer with, and the two of Google's that the catalogue knows. */
const ERROR_NAMES: ReadonlySet<unknown> = new Set([
  // RFC 6749 sections 4.1.2.1 and 5.2
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_scope',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
  // OpenID Connect Core section 3.1.2.6
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
  'invalid_request_uri',
  'invalid_request_object',
  'request_not_supported',
  'request_uri_not_supported',
  'registration_not_supported',
  // RFC 6750 section 3.1, RFC 7009 section 2.2.1
  'invalid_token',
  'insufficient_scope',
  'unsupported_token_type',
  // Google
  'deleted_client',
  'disabled_client',
]);

/** @param body the members of the response, if they are known already */
export function readProviderError(
  response: ProviderResponse,
  body: JsonObject | undefined = parseResponseBody(response),
): ProviderError {
  return { status: response.status, ...(body && readMembers(body)) };
}

/** Reads the error redirect of an authorization endpoint (RFC 6749 section 4.1.2.1). */
export function readRedirectError(error: string | undefined, description: string | undefined): ProviderError {
  return readMembers({ error, error_description: description });
}

/** @returns one line for a person, for example `HTTP 401 invalid_client AADSTS7000222` */
export function describeProviderError({ status, error, number }: ProviderError): string {
  const parts = [status === undefined ? undefined : `HTTP ${status}`, error, number];
  return parts.filter((part) => part !== undefined).join(' ');
}

function readMembers(body: JsonObject): ProviderError {
  const number = findErrorNumber(body);
  return {
    ...(typeof body.error === 'string' && { error: ERROR_NAMES.has(body.error) ? body.error : 'other' }),
    ...(number !== undefined && { number }),
  };
}
