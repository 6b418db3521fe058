import { parseCookie, stringifySetCookie } from 'cookie';
import type { CookieChange, Cookies } from '../flow/flow-cookies.ts';
import type { DomiContext } from './context.ts';

/** Browsers keep a cookie with this prefix only with Secure, Path=/ and without Domain (RFC 6265bis section 4.1.3.2). */
const PREFIX = '__Host-';

/** Sealed values need no decoding, and decoding would allow two texts for one value. */
export function readCookies(ctx: DomiContext): Cookies {
  const cookies = parseCookie(ctx.get('Cookie'), { decode: (text) => text });
  if (!isPlain(ctx)) return cookies;
  return Object.fromEntries(Object.entries(cookies).map(([name, value]) => [PREFIX + name, value]));
}

/**
 * Every cookie of this service has the same attributes, even when it is cleared. `Lax`, since browsers come to the
 * callback from the provider's site and would not send `Strict` cookies.
 */
export function changeCookies(ctx: DomiContext, changes: readonly CookieChange[]): void {
  const secure = !isPlain(ctx);
  for (const { name, value, maxAge } of changes) {
    const cookie = {
      name: secure ? name : name.slice(PREFIX.length),
      value,
      ...(maxAge !== undefined && { maxAge }),
      path: '/',
      secure,
      httpOnly: true,
      sameSite: 'lax',
    } as const;
    ctx.append('Set-Cookie', stringifySetCookie(cookie));
  }
}

/**
 * Whether the public address is plain http, which only localhost may have. Safari keeps no `Secure` cookie there (WebKit bug
 * 281149), so the demo would end in every sign-in; these cookies go without `Secure` and prefix. It depends on the public
 * address alone, since a proxy may terminate TLS.
 */
function isPlain({ state }: DomiContext): boolean {
  return state.tenant?.isSecure === false;
}
