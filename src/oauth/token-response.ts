import { DomiError, type ErrorCode } from './errors.ts';
import type { Provider, TokenErrorRule } from './provider.ts';
import { parseRetryAfter } from './retry-after.ts';

/** What came back from a provider, unjudged. */
export interface ProviderAnswer {
  readonly status: number;
  /** The `Retry-After` header as sent. */
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

/** A judged token answer, RFC 6749 section 5.1. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly tokenType: string;
  /** Seconds. */
  readonly expiresIn?: number;
  readonly scope?: string;
  /** Further members that this provider's record lets through. */
  readonly extra: Readonly<Record<string, string | number | boolean>>;
}

type JsonObject = Record<string, unknown>;

type TokenMembers = Record<'accessToken' | 'refreshToken' | 'tokenType' | 'expiresIn' | 'scope', unknown>;

/** Members that the RFCs and the four original services use, safe to show to the owner of the token. */
const COMMON_EXTRA = ['refresh_token_expires_in', 'ext_expires_in'];

/**
 * Judges the answer of a token endpoint. Needs no network, so every odd answer is an ordinary test.
 * @throws DomiError from the catalogue; its texts never contain anything of the answer
 */
export function judgeTokenAnswer(provider: Provider, answer: ProviderAnswer, now: Date): TokenSet {
  const body = parseJsonObject(answer.body);
  // Some services report a failure with status 200, so a success needs the token, not the status.
  const members = isSuccess(answer) && body !== undefined ? readMembers(provider, body) : undefined;
  const accessToken = toText(members?.accessToken);
  if (body === undefined || members === undefined || !accessToken) {
    throw judgeFailure(provider, answer, body, now);
  }
  // The rest is read as far as it can be: an answer with an odd `expires_in` holds the only good tokens that are left.
  const refreshToken = toText(members.refreshToken);
  const expiresIn = toSeconds(members.expiresIn);
  const scope = Array.isArray(members.scope)
    ? members.scope.filter((part) => typeof part === 'string').join(' ')
    : toText(members.scope);
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    // RFC 6749 demands token_type; GoTo's refresh leaves it out, and there is only one type in use.
    tokenType: toText(members.tokenType) || 'Bearer',
    ...(expiresIn !== undefined && { expiresIn }),
    ...(scope && { scope }),
    extra: readExtra(provider, body),
  };
}

/**
 * Judges the answer of a revocation endpoint: a token that the provider does not know is as good as revoked
 * (RFC 7009 section 2.2).
 */
export function judgeRevocationAnswer(provider: Provider, answer: ProviderAnswer, now: Date): void {
  const body = parseJsonObject(answer.body);
  if (isSuccess(answer) && typeof body?.error !== 'string') return;
  const error = judgeFailure(provider, answer, body, now);
  if (error.code === 'invalid_grant') return;
  throw error;
}

function isSuccess(answer: ProviderAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

function readMembers(provider: Provider, body: JsonObject): TokenMembers {
  const at = provider.tokenResponse;
  return {
    accessToken: readPointer(body, at.accessToken ?? '/access_token'),
    refreshToken: readPointer(body, at.refreshToken ?? '/refresh_token'),
    tokenType: readPointer(body, at.tokenType ?? '/token_type'),
    expiresIn: readPointer(body, at.expiresIn ?? '/expires_in'),
    scope: readPointer(body, at.scope ?? '/scope'),
  };
}

/** RFC 6901; only own members are followed, so `/__proto__/x` finds nothing. */
function readPointer(document: JsonObject, pointer: string): unknown {
  let value: unknown = document;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

function readExtra(provider: Provider, body: JsonObject): TokenSet['extra'] {
  const extra: Record<string, string | number | boolean> = {};
  for (const name of [...COMMON_EXTRA, ...(provider.tokenResponse.extra ?? [])]) {
    const value = readPointer(body, `/${name}`);
    // Scalars only: Notes reads a flat object, and a nested value has tripped it before.
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      extra[name] = value;
    }
  }
  return extra;
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function toSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.floor(seconds) : undefined;
}

/** RFC 6749 section 5.2 and the authorization codes that OpenID providers return at the token endpoint. */
const MEANING_OF_ERROR: ReadonlyMap<string, ErrorCode> = new Map([
  ['invalid_grant', 'invalid_grant'],
  ['interaction_required', 'invalid_grant'],
  ['consent_required', 'invalid_grant'],
  ['login_required', 'invalid_grant'],
  ['invalid_token', 'invalid_grant'],
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

function judgeFailure(
  provider: Provider,
  answer: ProviderAnswer,
  body: JsonObject | undefined,
  now: Date,
): DomiError {
  const code = findMeaning(provider, answer, body);
  const retryAfter = parseRetryAfter(answer.retryAfter, now);
  return new DomiError(code, {
    reason: `provider answered ${answer.status} ${describeShape(answer, body)}`,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function findMeaning(provider: Provider, answer: ProviderAnswer, body: JsonObject | undefined): ErrorCode {
  // An overloaded or broken provider first: what its body says about the token is then worth nothing.
  if (answer.status === 429) return 'rate_limited';
  if (answer.status === 503) return 'temporarily_unavailable';
  if (answer.status >= 500) return 'provider_failed';
  if (body !== undefined) {
    const rule = provider.tokenErrors.find((candidate) => matchesRule(candidate, body));
    if (rule) return MEANING_OF_RULE[rule.means];
    if (typeof body.error === 'string')
      return MEANING_OF_ERROR.get(body.error) ?? 'provider_rejected_request';
  }
  if (answer.status === 401) return 'client_credentials_refused';
  if (answer.status >= 400) return 'provider_rejected_request';
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

function describeShape(answer: ProviderAnswer, body: JsonObject | undefined): string {
  if (answer.body === '') return 'with an empty body';
  if (body === undefined) return 'with a body that is no JSON object';
  return typeof body.error === 'string' ? 'with an error' : 'without an error member';
}
