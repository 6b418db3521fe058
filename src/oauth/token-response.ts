import { classifyFailure, findMeaning } from './classify-failure.ts';
import type { GrantType } from './grant-type.ts';
import { type JsonObject, readPointer } from './json-object.ts';
import type { Provider } from './provider.ts';
import type { ProviderResponse } from './provider-response.ts';
import { isHtmlPage, parseResponseBody } from './response-body.ts';
import { findTokenMoments, type TokenMoments } from './token-moments.ts';

/** A token response, RFC 6749 section 5.1. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly tokenType: string;
  /** Seconds. */
  readonly expiresIn?: number;
  readonly scope?: string;
  /** When the tokens end. Stays the same when the response is replayed. */
  readonly moments?: TokenMoments;
  /** Further members that the provider's record allows. */
  readonly extra: Readonly<Record<string, string | number | boolean>>;
}

type TokenMembers = Record<'accessToken' | 'refreshToken' | 'tokenType' | 'expiresIn' | 'scope', unknown>;

/** Further lifetimes in seconds, which the original four services send. */
const LIFETIMES = ['refresh_token_expires_in', 'ext_expires_in'];

/** The largest `Long` of LotusScript, 68 years. What is larger is a moment in time, not a number of seconds. */
const MAX_SECONDS = 2 ** 31 - 1;

/** What Google answers when the app was deleted or disabled. */
const APP_IS_GONE: ReadonlySet<unknown> = new Set(['deleted_client', 'disabled_client']);

/**
 * Parses the response of a token endpoint. Needs no network, so every odd response can be tested.
 * @throws DomiError whose texts never quote the response
 */
export function parseTokenResponse(provider: Provider, response: ProviderResponse, now: Date): TokenSet {
  const body = parseResponseBody(response);
  // Some services report failures with status 200, so only a token proves success.
  const members = isSuccess(response.status) && body !== undefined ? readMembers(provider, body) : undefined;
  const accessToken = toText(members?.accessToken);
  if (body === undefined || members === undefined || !accessToken) {
    throw classifyFailure(provider, response, body, now);
  }
  // Odd values of the other members are ignored: this response may hold the only valid tokens that are left.
  const refreshToken = toText(members.refreshToken);
  const expiresIn = toSeconds(members.expiresIn);
  const scope = Array.isArray(members.scope)
    ? members.scope.filter((part) => typeof part === 'string').join(' ')
    : toText(members.scope);
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    // RFC 6749 requires token_type. GoTo leaves it out of refreshes, and only one type is in use.
    tokenType: toText(members.tokenType) || 'Bearer',
    ...(expiresIn !== undefined && { expiresIn }),
    ...(scope && { scope }),
    moments: findTokenMoments(provider, body, expiresIn, now),
    extra: readExtra(provider, body),
  };
}

/**
 * Parses the response of a revocation endpoint. A page for people does not come from that endpoint, so it confirms
 * nothing.
 * @returns `unknown` when the service does not know the token, which RFC 7009 section 2.2 counts as revoked
 * @throws DomiError when the token may still be valid
 */
export function parseRevocationResponse(
  provider: Provider,
  response: ProviderResponse,
  now: Date,
): 'revoked' | 'unknown' {
  const body = parseResponseBody(response);
  if (confirmsRevocation(response, body)) return 'revoked';
  const error = classifyFailure(provider, response, body, now);
  if (error.code === 'invalid_grant') return 'unknown';
  throw error;
}

/**
 * Whether the response refuses the client id or secret, and so says nothing about the code or token (RFC 6749 section
 * 5.2). A successful response refuses nothing, whatever else it contains.
 */
export function refusesClient(provider: Provider, response: ProviderResponse, grantType: GrantType): boolean {
  const body = parseResponseBody(response);
  if (grantType === 'revoke_token' && confirmsRevocation(response, body)) return false;
  if (grantType !== 'revoke_token' && isSuccess(response.status) && body) {
    if (toText(readMembers(provider, body).accessToken)) return false;
  }
  // The same client id comes with every secret, so no other secret helps an app that is gone.
  if (body !== undefined && APP_IS_GONE.has(body.error)) return false;
  return findMeaning(provider, response, body) === 'client_credentials_refused';
}

function confirmsRevocation(response: ProviderResponse, body: JsonObject | undefined): boolean {
  if (!isSuccess(response.status) || typeof body?.error === 'string') return false;
  return response.body === '' || body !== undefined || !isHtmlPage(response);
}

function readMembers({ tokenResponse: at }: Provider, body: JsonObject): TokenMembers {
  return {
    accessToken: at.accessToken ? readPointer(body, at.accessToken) : body.access_token,
    refreshToken: at.refreshToken ? readPointer(body, at.refreshToken) : body.refresh_token,
    tokenType: at.tokenType ? readPointer(body, at.tokenType) : body.token_type,
    expiresIn: at.expiresIn ? readPointer(body, at.expiresIn) : body.expires_in,
    scope: at.scope ? readPointer(body, at.scope) : body.scope,
  };
}

function readExtra({ tokenResponse }: Provider, body: JsonObject): TokenSet['extra'] {
  const extra: Record<string, string | number | boolean> = {};
  for (const name of LIFETIMES) {
    const seconds = toSeconds(body[name]);
    if (seconds !== undefined) extra[name] = seconds;
  }
  for (const name of tokenResponse.extra ?? []) {
    const value = body[name];
    // Scalars only: Notes expects a flat object, and nested values have broken it before.
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      extra[name] = value;
    }
  }
  return extra;
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** RFC 6749 appendix A.14 has digits only; some services send them as text. Anything but a positive number is left out. */
function toSeconds(value: unknown): number | undefined {
  const isDigits = typeof value === 'string' && /^\d{1,15}(?:\.\d{1,15})?$/.test(value);
  const seconds = Math.floor(typeof value === 'number' || isDigits ? Number(value) : Number.NaN);
  return seconds >= 1 && seconds <= MAX_SECONDS ? seconds : undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
