import { buildStartUrl } from '../../tenants/addresses.ts';
import { normalizeHost } from '../../tenants/normalize-host.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { answerRedirect } from '../answers.ts';
import { type DomiContext, need, type Step } from '../context.ts';
import { changeCookies, readCookies } from '../cookies.ts';

/** Says that this browser was redirected a moment ago. Not the name of a flow: those end in 11 characters. */
const REDIRECTED = '__Host-domi-host';

/** Seconds in which a second redirect would be a loop. Longer, and a second start under the other name would stay there. */
const ONE_REDIRECT = 5;

/**
 * A browser that begins under another name of this server (a short name, an alias, http) would keep the cookie of the
 * sign-in for that name, and the callback would not get it. So it is sent to the public address first.
 *
 * Behind a proxy that replaces Host, every request seems to come by another name. There the browser is at the public
 * address already, keeps the cookie of the first redirect, and is not redirected again. The target comes from the
 * configuration alone. Tenants that are found by their host never have another one, but for a dot at its end.
 */
export function redirectToPublicHost(): Step {
  return async function redirectToPublicHost(ctx, next) {
    const tenant = need(ctx, 'tenant');
    if (isAtPublicHost(ctx, tenant) || readCookies(ctx)[REDIRECTED] !== undefined) {
      await next();
      return;
    }
    changeCookies(ctx, [{ name: REDIRECTED, value: '1', maxAge: ONE_REDIRECT }]);
    answerRedirect(ctx, 302, buildStartUrl(tenant, need(ctx, 'registration').provider) + ctx.search);
  };
}

/** A trusted proxy may say that the browser came by plain http, or that it came by the public name. */
function isAtPublicHost(ctx: DomiContext, { host, isSecure }: Tenant): boolean {
  const readForwarded = (name: string): string =>
    (ctx.state.isPeerTrusted && ctx.get(name).split(',')[0]?.trim()) || '';
  if (isSecure && readForwarded('X-Forwarded-Proto').toLowerCase() === 'http') return false;
  return [ctx.get('Host'), readForwarded('X-Forwarded-Host')].some((name) => normalizeHost(name) === host);
}
