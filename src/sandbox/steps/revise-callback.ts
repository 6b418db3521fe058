import type { Middleware } from 'koa';
import type { ServiceProfile } from '../service-profile.ts';

/** None of the services sends `iss` (RFC 9207) to the callback, and some send parameters of their own. */
export function reviseCallback(
  { callbackParameters }: ServiceProfile,
  redirectUris: readonly string[],
): Middleware {
  return async function reviseCallback(ctx, next) {
    await next();
    const location = ctx.res.getHeader('location');
    if (typeof location !== 'string' || !redirectUris.some((uri) => location.startsWith(uri))) return;
    const url = new URL(location);
    url.searchParams.delete('iss');
    for (const [name, value] of Object.entries(callbackParameters())) url.searchParams.set(name, value);
    ctx.redirect(url.href);
  };
}
