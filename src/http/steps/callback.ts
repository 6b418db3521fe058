import { clearFlow } from '../../flow/flow-cookies.ts';
import type { FlowKeeper } from '../../flow/flow-keeper.ts';
import { readAdminConsentAnswer } from '../../oauth/admin-consent.ts';
import {
  checkAuthorizationError,
  checkCode,
  checkIssuer,
  parseAuthorizationResponse,
  readState,
} from '../../oauth/authorization-response.ts';
import { DomiError } from '../../oauth/errors.ts';
import type { Pages } from '../../pages/views.ts';
import { buildStartUrl } from '../../tenants/addresses.ts';
import { answerPage, answerRedirect } from '../answers.ts';
import { need, type Step } from '../context.ts';
import { changeCookies, readCookies } from '../cookies.ts';
import { buildView, nameService } from '../page-view.ts';

/**
 * After an admin consent (Entra), the administrator comes back to the redirect URI without a code, and with a `state` that
 * belongs to no flow when the link had one. Anyone can write such an address, so the page only repeats what it says.
 */
export function confirmAdminConsent(pages: Pages): Step {
  return async function confirmAdminConsent(ctx, next) {
    const registration = need(ctx, 'registration');
    const answer = readAdminConsentAnswer(registration.provider, ctx.querystring);
    if (answer === undefined) return next();
    if (answer === 'not_given')
      throw new DomiError('admin_consent_required', { reason: 'an administrator did not consent' });
    const page = pages.consent({
      ...buildView(ctx, { canReload: false }),
      service: nameService(registration),
      startUrl: buildStartUrl(need(ctx, 'tenant'), registration.provider),
    });
    answerPage(ctx, page);
  };
}

/** Checks `state` first: a response that belongs to no flow of this browser is not parsed any further. */
export function findFlow(flows: FlowKeeper): Step {
  return function findFlow(ctx, next) {
    ctx.state.flow = flows.find(need(ctx, 'registration'), readState(ctx.querystring), readCookies(ctx));
    return next();
  };
}

/** Clears a flow that failed: its state and verifier must not be used again (RFC 9700 section 4.2). */
export function endFlowOnFailure(): Step {
  return async function endFlowOnFailure(ctx, next) {
    try {
      await next();
    } catch (error) {
      changeCookies(ctx, clearFlow(need(ctx, 'flow')));
      throw error;
    }
  };
}

export function checkAuthorizationResponse(): Step {
  return function checkAuthorizationResponse(ctx, next) {
    const response = parseAuthorizationResponse(ctx.querystring);
    const { provider } = need(ctx, 'registration');
    checkIssuer(provider, response);
    checkAuthorizationError(provider, response);
    ctx.state.code = checkCode(response);
    return next();
  };
}

/**
 * Seals the code into cookies and redirects (303) to an address without it, so that no code stays in the address bar or
 * in the history. A long code takes several redirects to this same address: a reference that is only a fragment keeps
 * path and query (RFC 3986 section 5.2.2), so the response does not contain the code.
 */
export function keepCodeAndLeave(flows: FlowKeeper): Step {
  return async function keepCodeAndLeave(ctx) {
    const tenant = need(ctx, 'tenant');
    const { provider } = need(ctx, 'registration');
    const flow = need(ctx, 'flow');
    const { complete, changes } = flows.keepCode(
      need(ctx, 'registration'),
      flow,
      need(ctx, 'code'),
      readCookies(ctx),
    );
    changeCookies(ctx, changes);
    const tokenPage = `${tenant.prefix}/${provider.path}/token.html`;
    // The browser would keep the fragment of the last address (RFC 9110 section 10.2.2): an empty one replaces it.
    const isLong = flow.kept > 0;
    answerRedirect(ctx, 303, complete ? tokenPage + (isLong ? '#' : '') : `#${flow.kept + 1}`);
  };
}
