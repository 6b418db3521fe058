import { DomiError, type ErrorCode } from './errors.ts';
import type { JsonObject } from './json-object.ts';
import { parseRetryAfter } from './parse-retry-after.ts';
import type { Provider, TokenErrorRule } from './provider.ts';
import { readProviderError } from './provider-error.ts';
import type { ProviderResponse } from './provider-response.ts';
import { isHtmlPage } from './response-body.ts';

/**
 * RFC 6749 section 5.2, the authorization errors that OpenID providers return at the token endpoint, and those of Google for
 * an app that is gone.
 */
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
  ['deleted_client', 'client_credentials_refused'],
  ['disabled_client', 'client_credentials_refused'],
  ['temporarily_unavailable', 'temporarily_unavailable'],
  ['server_error', 'provider_failed'],
]);

const MEANING_OF_RULE: Readonly<Record<TokenErrorRule['means'], ErrorCode>> = {
  invalid_grant: 'invalid_grant',
  invalid_client: 'client_credentials_refused',
  rate_limited: 'rate_limited',
  temporarily_unavailable: 'temporarily_unavailable',
};

/**
 * What Dex (server/refreshhandlers.go) says of a dead refresh token in place of `invalid_grant`. Companies run it themselves, so no
 * built-in record has it. The rules of a record come first.
 */
const COMMON_RULES: readonly TokenErrorRule[] = [
  { error: 'invalid_request', text: 'is invalid or has already been claimed', means: 'invalid_grant' },
  { error: 'invalid_request', text: 'refresh token expired', means: 'invalid_grant' },
];

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
    providerError: readProviderError(response, body),
    reason: `provider answered ${response.status} ${describeShape(response, body)}`,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/**
 * Only an answer of the OAuth server says anything about token or credentials: a JSON object or form with an `error`, or with
 * what a rule of the record matches (RFC 6749 section 5.2). Everything else may come from a proxy or gateway on the way. The
 * one exception is a 401 without any content: HTTP itself then refuses the credentials (RFC 9110 section 15.5.2), and some
 * servers leave it at that.
 * @param body the members of the response, when it has any
 * @returns the code of the catalogue
 */
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
    const rules = [...provider.tokenErrors, ...COMMON_RULES];
    const rule = rules.find((candidate) => matchesRule(candidate, response.status, body));
    if (rule) return MEANING_OF_RULE[rule.means];
    if (typeof body.error === 'string')
      return MEANING_OF_ERROR.get(body.error) ?? 'provider_rejected_request';
  }
  const isBare = response.body === '' && !isHtmlPage(response);
  if (response.status === 401 && isBare) return 'client_credentials_refused';
  return 'provider_invalid_answer';
}

function matchesRule(rule: TokenErrorRule, status: number, body: JsonObject): boolean {
  if (rule.status !== undefined && status !== rule.status) return false;
  if (rule.error !== undefined && body.error !== rule.error) return false;
  if (rule.text === undefined) return rule.error !== undefined || rule.status !== undefined;
  const wanted = rule.text.toLowerCase();
  return ['error_description', 'reason', 'message'].some((name) => {
    const value = body[name];
    return typeof value === 'string' && value.toLowerCase().includes(wanted);
  });
}

function describeShape(response: ProviderResponse, body: JsonObject | undefined): string {
  if (response.body === '') return 'with an empty body';
  if (body === undefined && isHtmlPage(response)) return 'with an HTML page';
  if (body === undefined) return 'with a body that is not a JSON object';
  return typeof body.error === 'string' ? 'with an error' : 'without an error member';
}
