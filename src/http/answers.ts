import { LANGUAGE_COOKIE, readChosenLanguage } from './choose-language.ts';
import type { DomiContext } from './context.ts';
import { changeCookies } from './cookies.ts';

/**
 * For every dynamic answer: no cache may store it (RFC 6749 section 5.1). The RFC adds `Pragma` for HTTP/1.0 caches.
 */
export function forbidCaching(ctx: DomiContext): void {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Pragma', 'no-cache');
}

/** JSON in ASCII: some Notes clients have decoded the body with the code page of their system. */
export function answerJson(ctx: DomiContext, body: Readonly<Record<string, unknown>>): void {
  forbidCaching(ctx);
  ctx.type = 'application/json; charset=utf-8';
  ctx.body = JSON.stringify(body).replace(/[\u007f-\uffff]/g, toEscape);
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A choice of language is kept until the browser is closed, so that it holds for the sign-in. */
export function answerPage(ctx: DomiContext, html: string): void {
  forbidCaching(ctx);
  ctx.vary('Accept-Language, Cookie');
  const chosen = ctx.state.tenant && readChosenLanguage(ctx);
  if (chosen) changeCookies(ctx, [{ name: LANGUAGE_COOKIE, value: chosen }]);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}

/** A redirect without a body: Koa's own writes the target, state and challenge included, into the body. */
export function answerRedirect(ctx: DomiContext, status: 302 | 303, location: string): void {
  forbidCaching(ctx);
  ctx.status = status;
  ctx.set('Location', location);
  ctx.body = '';
}
