import { type BodyObject, parseBody, readString } from './notes-body.ts';
import type { Result } from './outcome.ts';
import { toFailure } from './to-failure.ts';
import type { HttpResponse } from './transport.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** `refreshAuthToken` of the LotusScript: it ignores the status, and an `error` beside two good tokens. */
export function parseTokens(response: HttpResponse, sentToken: string): Result<Tokens> {
  const body = parseBody(response.body);
  if (body.kind !== 'object') return { ok: false, failure: toFailure(body.kind, response, body, sentToken) };
  const accessToken = readString(body.object, 'access_token');
  const refreshToken = readString(body.object, 'refresh_token');
  if (accessToken === undefined || refreshToken === undefined) {
    const reason = readString(body.object, 'error') === undefined ? 'no-tokens' : 'refused';
    return { ok: false, failure: toFailure(reason, response, body, sentToken) };
  }
  return { ok: true, value: { accessToken, refreshToken } };
}

/** `revokeAuthToken`: the status must be 200, and the body empty or JSON. */
export function parseRevocation(response: HttpResponse, sentToken: string): Result<BodyObject> {
  const body = parseBody(response.body);
  const isReadable = body.kind === 'object' || body.kind === 'empty';
  if (response.status === 200 && isReadable) {
    return { ok: true, value: body.kind === 'object' ? body.object : {} };
  }
  const reason = isReadable ? 'refused' : body.kind;
  return { ok: false, failure: toFailure(reason, response, body, sentToken) };
}
