import { parseCookie, stringifySetCookie } from 'cookie';
import type { CookieChange, Cookies } from '../flow/flow-cookies.ts';
import type { DomiContext } from './context.ts';

/** Sealed values need no decoding, and decoding would allow two texts for one value. */
export function readCookies(ctx: DomiContext): Cookies {
  return parseCookie(ctx.get('Cookie'), { decode: (text) => text });
}

/**
 * Every cookie of this service has the same attributes, even when it is cleared. `Lax`, since browsers come to the
 * callback from the provider's site and would not send `Strict` cookies. `Secure` even over plain http: browsers accept
 * that on localhost, but Koa's own cookies would refuse it behind a proxy that terminates TLS.
 */
export function changeCookies(ctx: DomiContext, changes: readonly CookieChange[]): void {
  for (const { name, value, maxAge } of changes) {
    const cookie = { name, value, maxAge, path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
    ctx.append('Set-Cookie', stringifySetCookie(cookie));
  }
}
