import { parseCookie, stringifySetCookie } from 'cookie';
import type { CookieChange, Cookies } from '../flow/flow-cookies.ts';
import type { DomiContext } from './context.ts';

/** Sealed values need no decoding, and decoding would make two texts of one value. */
export function readCookies(ctx: DomiContext): Cookies {
  return parseCookie(ctx.get('Cookie'), { decode: (text) => text });
}

/**
 * Every cookie of this service has the same attributes, also when it is cleared. `Lax`, since the callback is reached
 * from the provider's site, where `Strict` cookies are not sent. Secure also over plain http: browsers allow it on
 * localhost, and Koa's own cookies would refuse behind a proxy that ends TLS.
 */
export function changeCookies(ctx: DomiContext, changes: readonly CookieChange[]): void {
  for (const { name, value, maxAge } of changes) {
    const cookie = { name, value, maxAge, path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
    ctx.append('Set-Cookie', stringifySetCookie(cookie));
  }
}
