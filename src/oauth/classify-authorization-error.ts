import { DomiError, type ErrorCode } from './errors.ts';
import type { AuthorizationErrorCode, AuthorizationErrorRule, Provider } from './provider.ts';

/**
 * The registered errors: RFC 6749 section 4.1.2.1 and OpenID Connect Core section 3.1.2.6. We never ask for a sign-in
 * without a person (`prompt=none`), so a service that says that consent or interaction is missing has had its dialog, and
 * the person could not give it: an administrator must.
 */
const REGISTERED: ReadonlyMap<string, AuthorizationErrorCode> = new Map([
  ['access_denied', 'access_denied'],
  ['login_required', 'access_denied'],
  ['account_selection_required', 'access_denied'],
  ['consent_required', 'admin_consent_required'],
  ['interaction_required', 'admin_consent_required'],
  ['unauthorized_client', 'unknown_app'],
  ['invalid_client', 'unknown_app'],
  ['invalid_scope', 'scope_refused'],
  ['temporarily_unavailable', 'temporarily_unavailable'],
  ['server_error', 'provider_failed'],
]);

export interface AuthorizationErrorMeaning {
  readonly code: AuthorizationErrorCode;
  /** For the log: fixed texts, and nothing of what the service wrote. */
  readonly reason: string;
}

/**
 * Classifies the error of an authorization response: by the provider's own rules first, then by its registered name.
 * @param texts its description, and the error number in it
 */
export function classifyAuthorizationError(
  provider: Provider,
  error: string,
  texts: readonly (string | undefined)[],
): AuthorizationErrorMeaning {
  const rule = findRule(provider, error, texts);
  if (rule) return { code: rule.means, reason: 'error redirect, by a rule of the record' };
  const registered = REGISTERED.get(error);
  if (registered) return { code: registered, reason: `error redirect: ${error}` };
  return { code: 'authorization_failed', reason: 'error redirect' };
}

/** Refusals of a code exchange that may have a cause which the person can do something about. */
const UNCLEAR: ReadonlySet<ErrorCode> = new Set(['invalid_grant', 'provider_rejected_request']);

/**
 * Names that mean the same when a code is exchanged. `interaction_required` does not: there it asks for another sign-in, for
 * example with a second factor.
 */
const REGISTERED_AT_EXCHANGE: ReadonlyMap<string, AuthorizationErrorCode> = new Map([
  ['consent_required', 'admin_consent_required'],
  ['invalid_scope', 'scope_refused'],
]);

/**
 * Some services give their reason only when the code is exchanged, under the same number or name as on the callback: the consent
 * of an administrator is missing, a policy forbids it. Without this the page would send the person in a circle.
 * @returns the clearer error, or the given one
 */
export function clarifyExchangeError(provider: Provider, error: DomiError): DomiError {
  if (!UNCLEAR.has(error.code)) return error;
  const { number, error: name = '' } = error.providerError ?? {};
  const rule = number === undefined ? undefined : findRule(provider, name, [number]);
  const code = rule?.text === undefined ? REGISTERED_AT_EXCHANGE.get(name) : rule.means;
  if (code === undefined) return error;
  const { providerError, reason, source } = error;
  return new DomiError(code, { providerError, source, ...(reason !== undefined && { reason }) });
}

function findRule(
  { authorizationErrors }: Provider,
  error: string,
  texts: readonly (string | undefined)[],
): AuthorizationErrorRule | undefined {
  const text = texts.filter((part) => part !== undefined).join(' ');
  return authorizationErrors.find((rule) => {
    if (rule.error !== undefined && rule.error !== error) return false;
    return rule.text === undefined ? rule.error !== undefined : hasAnyWord(text, rule.text);
  });
}

/** Whole words only: AADSTS65001 does not stand for AADSTS650010. */
function hasAnyWord(description: string, wanted: string | readonly string[]): boolean {
  const text = ` ${description.toLowerCase()} `;
  return [wanted].flat().some((word) => findWord(text, word.toLowerCase()));
}

function findWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + word.length])) return true;
  }
  return false;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9_]/.test(character);
}
