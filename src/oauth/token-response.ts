import { classifyFailure, findMeaning } from './classify-failure.ts';
import type { GrantType } from './grant-type.ts';
import { type JsonObject, parseJsonObject, readPointer } from './json-object.ts';
import type { Provider } from './provider.ts';
import type { ProviderResponse } from './provider-response.ts';
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

/** Members that the original four services send, safe to show to the owner of the token. */
const COMMON_EXTRA = ['refresh_token_expires_in', 'ext_expires_in'];

/**
 * Parses the response of a token endpoint. Needs no network, so every odd response can be tested.
 * @throws DomiError whose texts never quote the response
 */
export function parseTokenResponse(provider: Provider, response: ProviderResponse, now: Date): TokenSet {
  const body = parseJsonObject(response.body);
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
 * Parses the response of a revocation endpoint.
 * @returns `unknown` when the service does not know the token, which RFC 7009 section 2.2 counts as revoked
 * @throws DomiError when the token may still be valid
 */
export function parseRevocationResponse(
  provider: Provider,
  response: ProviderResponse,
  now: Date,
): 'revoked' | 'unknown' {
  const body = parseJsonObject(response.body);
  if (isSuccess(response.status) && typeof body?.error !== 'string') return 'revoked';
  const error = classifyFailure(provider, response, body, now);
  if (error.code === 'invalid_grant') return 'unknown';
  throw error;
}

/**
 * Whether the response refuses the client id or secret, and so says nothing about the code or token (RFC 6749 section
 * 5.2). A successful response refuses nothing, whatever else it contains.
 */
export function refusesClient(provider: Provider, response: ProviderResponse, grantType: GrantType): boolean {
  const body = parseJsonObject(response.body);
  if (isSuccess(response.status)) {
    if (grantType === 'revoke_token' && typeof body?.error !== 'string') return false;
    if (grantType !== 'revoke_token' && body && toText(readMembers(provider, body).accessToken)) return false;
  }
  return findMeaning(provider, response, body) === 'client_credentials_refused';
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
  for (const name of [...COMMON_EXTRA, ...(tokenResponse.extra ?? [])]) {
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

function toSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.floor(seconds) : undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
