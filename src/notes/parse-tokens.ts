import { type JsonObject, readBody, readString } from './notes-body.ts';
import type { Result } from './outcome.ts';
import { toFailure } from './to-failure.ts';
import type { HttpResponse } from './transport.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * `refreshAuthToken` of the LotusScript: the status is not looked at, and an `error` beside two good tokens does not
 * matter.
 */
export function parseTokens(answer: HttpResponse, sentToken: string): Result<Tokens> {
  const body = readBody(answer.body);
  if (body.kind !== 'object') return { ok: false, failure: toFailure(body.kind, answer, body, sentToken) };
  const accessToken = readString(body.object, 'access_token');
  const refreshToken = readString(body.object, 'refresh_token');
  if (accessToken === undefined || refreshToken === undefined) {
    const reason = readString(body.object, 'error') === undefined ? 'no-tokens' : 'refused';
    return { ok: false, failure: toFailure(reason, answer, body, sentToken) };
  }
  return { ok: true, value: { accessToken, refreshToken } };
}

/** `revokeAuthToken`: exactly 200, with nothing or with JSON. */
export function parseRevocation(answer: HttpResponse, sentToken: string): Result<JsonObject> {
  const body = readBody(answer.body);
  const isReadable = body.kind === 'object' || body.kind === 'empty';
  if (answer.status === 200 && isReadable) {
    return { ok: true, value: body.kind === 'object' ? body.object : {} };
  }
  const reason = isReadable ? 'refused' : body.kind;
  return { ok: false, failure: toFailure(reason, answer, body, sentToken) };
}
