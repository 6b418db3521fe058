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

/** Classifies the error of an authorization response: by the provider's own rules first, then by its registered name. */
export function classifyAuthorizationError(
  provider: Provider,
  error: string,
  description: string | undefined,
): AuthorizationErrorMeaning {
  const rule = findAuthorizationErrorRule(provider, error, description);
  if (rule) return { code: rule.means, reason: 'error redirect, by a rule of the record' };
  const registered = REGISTERED.get(error);
  if (registered) return { code: registered, reason: `error redirect: ${error}` };
  return { code: 'authorization_failed', reason: 'error redirect' };
}

/** @returns the first rule that matches */
export function findAuthorizationErrorRule(
  { authorizationErrors }: Pick<Provider, 'authorizationErrors'>,
  error: string,
  description: string | undefined,
): AuthorizationErrorRule | undefined {
  return authorizationErrors.find((rule) => {
    if (rule.error !== undefined && rule.error !== error) return false;
    return rule.text === undefined ? rule.error !== undefined : hasAnyWord(description ?? '', rule.text);
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
