import type { FlowCause } from '../../flow/flow.ts';
import type { FlowKeeper } from '../../flow/flow-keeper.ts';
import { buildAuthorizationUrl } from '../../oauth/authorization-request.ts';
import { buildRedirectUri } from '../../tenants/addresses.ts';
import { answerRedirect } from '../answers.ts';
import { type DomiContext, need, type Step } from '../context.ts';
import { changeCookies, readCookies } from '../cookies.ts';

/** Binds state, PKCE verifier, provider and tenant to this browser with one sealed cookie. */
export function beginFlow(flows: FlowKeeper): Step {
  return function beginFlow(ctx, next) {
    const { flow, changes } = flows.begin(need(ctx, 'registration'), readCookies(ctx), readCause(ctx));
    ctx.state.flow = flow;
    changeCookies(ctx, changes);
    return next();
  };
}

/** From Fetch Metadata, which a page cannot forge. Browsers send none to an http:// address, and old ones never do. */
function readCause(ctx: DomiContext): FlowCause {
  const site = ctx.get('Sec-Fetch-Site');
  if (site === '' || site === 'none' || site === 'same-origin') return 'user';
  return ctx.get('Sec-Fetch-User') === '?1' ? 'link' : 'script';
}

export function redirectToProvider(): Step {
  return async function redirectToProvider(ctx) {
    const tenant = need(ctx, 'tenant');
    const { provider } = need(ctx, 'registration');
    const { state, codeVerifier } = need(ctx, 'flow');
    const location = buildAuthorizationUrl(provider, {
      redirectUri: buildRedirectUri(tenant, provider),
      state,
      codeVerifier,
      loginHint: readLoginHint(ctx.querystring),
    });
    answerRedirect(ctx, 302, location);
  };
}

/** A mailbox address has at most 254 characters (RFC 5321). Anything but a single line of text is dropped. */
const LOGIN_HINT = /^[^\p{Cc}]{1,254}$/u;

function readLoginHint(query: string): string | undefined {
  const hints = new URLSearchParams(query).getAll('login_hint');
  return hints.length === 1 && LOGIN_HINT.test(hints[0] ?? '') ? hints[0] : undefined;
}
