import type { DomiContext } from './context.ts';

/** Whether a request announces a body (RFC 9112 section 6.3). */
export function hasBody(ctx: DomiContext): boolean {
  return ctx.get('Transfer-Encoding') !== '' || Number(ctx.get('Content-Length')) > 0;
}
