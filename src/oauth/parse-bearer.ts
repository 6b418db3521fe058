import { DomiError } from './errors.ts';

/**
 * RFC 6750 section 2.1, read widely: the scheme in any case (RFC 9110 section 11.1), and any token that RFC 6749 appendix
 * A.12 and A.17 allow, blanks and quotes included, since services issue them. Blanks around it are none of its characters:
 * pasting often adds some.
 */
const BEARER = /^bearer +([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?) *$/i;

const IS_BEARER = /^bearer(\s|$)/i;

/**
 * @returns the token of an Authorization header
 * @throws DomiError `invalid_token` with the challenge of RFC 6750 section 3, without an error code when the
 *   header is absent or has another scheme
 */
export function parseBearer(authorization: string | undefined): string {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token !== undefined) return token;
  const missing = authorization === undefined || authorization === '';
  const challenge = 'Bearer realm="domi"';
  throw new DomiError('invalid_token', {
    reason: missing ? 'no Authorization header' : 'Authorization header is not a bearer token',
    headers: {
      'WWW-Authenticate': IS_BEARER.test(authorization ?? '')
        ? `${challenge}, error="invalid_token"`
        : challenge,
    },
  });
}
