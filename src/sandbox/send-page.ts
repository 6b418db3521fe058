import type { Context } from 'koa';

/** Without `form-action`: browsers apply it to redirects after a form too, and the last one leads to the broker. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

export function sendPage(ctx: Pick<Context, 'set' | 'type' | 'body'>, html: string): void {
  ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'html';
  ctx.body = html;
}
