import { DomiError, type ErrorCode } from './errors.ts';
import type { JsonObject } from './json-object.ts';
import type { Provider, TokenErrorRule } from './provider.ts';
import type { ProviderResponse } from './provider-response.ts';
import { parseRetryAfter } from './retry-after.ts';

/** RFC 6749 section 5.2 and the authorization codes that OpenID providers return at the token endpoint. */
const MEANING_OF_ERROR: ReadonlyMap<string, ErrorCode> = new Map([
  ['invalid_grant', 'invalid_grant'],
  ['interaction_required', 'invalid_grant'],
  ['consent_required', 'invalid_grant'],
  ['login_required', 'invalid_grant'],
  ['invalid_token', 'invalid_grant'],
  // RFC 7009 section 2.2.1.
  ['unsupported_token_type', 'unsupported_token_type'],
  ['invalid_client', 'client_credentials_refused'],
  ['unauthorized_client', 'client_credentials_refused'],
  ['temporarily_unavailable', 'temporarily_unavailable'],
  ['server_error', 'provider_failed'],
]);

const MEANING_OF_RULE: Readonly<Record<TokenErrorRule['means'], ErrorCode>> = {
  invalid_grant: 'invalid_grant',
  invalid_client: 'client_credentials_refused',
  rate_limited: 'rate_limited',
  temporarily_unavailable: 'temporarily_unavailable',
};

/** Classifies a failed response as an error of the catalogue. Its texts never quote the response. */
export function classifyFailure(
  provider: Provider,
  response: ProviderResponse,
  body: JsonObject | undefined,
  now: Date,
): DomiError {
  const code = findMeaning(provider, response, body);
  const retryAfter = parseRetryAfter(response.retryAfter, now);
  return new DomiError(code, {
    reason: `provider answered ${response.status} ${describeShape(response, body)}`,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** @returns the code of the catalogue */
export function findMeaning(
  provider: Provider,
  response: ProviderResponse,
  body: JsonObject | undefined,
): ErrorCode {
  // Overload and outages come first: their bodies say nothing about the token.
  if (response.status === 429) return 'rate_limited';
  if (response.status === 503) return 'temporarily_unavailable';
  if (response.status >= 500) return 'provider_failed';
  if (body !== undefined) {
    const rule = provider.tokenErrors.find((candidate) => matchesRule(candidate, body));
    if (rule) return MEANING_OF_RULE[rule.means];
    if (typeof body.error === 'string')
      return MEANING_OF_ERROR.get(body.error) ?? 'provider_rejected_request';
  }
  if (response.status === 401) return 'client_credentials_refused';
  if (response.status >= 400) return 'provider_rejected_request';
  return 'provider_invalid_answer';
}

function matchesRule(rule: TokenErrorRule, body: JsonObject): boolean {
  if (rule.error !== undefined && body.error !== rule.error) return false;
  if (rule.text === undefined) return rule.error !== undefined;
  const wanted = rule.text.toLowerCase();
  return ['error_description', 'reason', 'message'].some((name) => {
    const value = body[name];
    return typeof value === 'string' && value.toLowerCase().includes(wanted);
  });
}

function describeShape(response: ProviderResponse, body: JsonObject | undefined): string {
  if (response.body === '') return 'with an empty body';
  if (body === undefined) return 'with a body that is not a JSON object';
  return typeof body.error === 'string' ? 'with an error' : 'without an error member';
}
