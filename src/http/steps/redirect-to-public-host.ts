import { buildStartUrl } from '../../tenants/addresses.ts';
import { normalizeHost } from '../../tenants/normalize-host.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { answerRedirect } from '../answers.ts';
import { type DomiContext, need, type Step } from '../context.ts';
import { changeCookies, readCookies } from '../cookies.ts';

/** Says that this browser was redirected a moment ago. Not the name of a flow: those end in 11 characters. */
const REDIRECTED = '__Host-domi-host';

/** Parameter of the redirect's target: says that this start is the one that was redirected. The provider never gets it. */
const MARK = 'domi_redirected';

/** Seconds in which a second redirect of one start would be a loop. */
const ONE_REDIRECT = 60;

/**
 * A browser that begins under another name of this server (a short name, an alias, http) would keep the cookie of the
 * sign-in for that name, and the callback would not get it. So it is sent to the public address first.
 *
 * Behind a proxy that replaces Host, every request seems to come by another name. There the browser is at the public
 * address already: it brings both the cookie and the mark of the redirect, and is not redirected again. Under another name,
 * the cookie stays with that name and the mark goes to the public address, so that the next start there has no mark. The
 * target comes from the configuration alone. Tenants that are found by their host never have another one, but for a dot at its
 * end.
 */
export function redirectToPublicHost(): Step {
  return async function redirectToPublicHost(ctx, next) {
    const tenant = need(ctx, 'tenant');
    if (isAtPublicHost(ctx, tenant)) {
      await next();
      return;
    }
    if (isMarked(ctx) && readCookies(ctx)[REDIRECTED] !== undefined) {
      // It has served. A mark that is bookmarked does nothing without it.
      changeCookies(ctx, [{ name: REDIRECTED, value: '', maxAge: 0 }]);
      await next();
      return;
    }
    changeCookies(ctx, [{ name: REDIRECTED, value: '1', maxAge: ONE_REDIRECT }]);
    const { provider } = need(ctx, 'registration');
    answerRedirect(ctx, 302, buildStartUrl(tenant, provider) + addMark(ctx));
  };
}

function isMarked({ querystring }: DomiContext): boolean {
  return new URLSearchParams(querystring).has(MARK);
}

/** @returns the query as it came, with the mark once */
function addMark(ctx: DomiContext): string {
  if (isMarked(ctx)) return ctx.search;
  return `${ctx.search === '' ? '?' : `${ctx.search}&`}${MARK}=1`;
}

/** A trusted proxy may say that the browser came by plain http, or that it came by the public name. */
function isAtPublicHost(ctx: DomiContext, { host, isSecure }: Tenant): boolean {
  const readForwarded = (name: string): string =>
    (ctx.state.isPeerTrusted && ctx.get(name).split(',')[0]?.trim()) || '';
  if (isSecure && readForwarded('X-Forwarded-Proto').toLowerCase() === 'http') return false;
  return [ctx.get('Host'), readForwarded('X-Forwarded-Host')].some((name) => normalizeHost(name) === host);
}
