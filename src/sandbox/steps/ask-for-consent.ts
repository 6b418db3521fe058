import type { Middleware } from 'koa';
import type { ServiceProfile } from '../service-profile.ts';

/**
 * Asks for consent each time, so that users can try Cancel, and so that oidc-provider keeps `offline_access`, which it
 * drops without consent (OpenID Connect Core section 11). The services' `select_account` is part of that page.
 */
export function askForConsent({ defaultScope, scopeSeparator = ' ' }: ServiceProfile): Middleware {
  return async function askForConsent(ctx, next) {
    const { prompt, scope } = ctx.query;
    const asked = typeof prompt === 'string' ? prompt.split(' ') : [];
    if (!asked.includes('none')) {
      ctx.query = {
        ...ctx.query,
        prompt: asked.includes('login') ? 'login consent' : 'consent',
        scope: String(scope || defaultScope).replaceAll(scopeSeparator, ' '),
      };
    }
    await next();
  };
}
