import { clearFlow } from '../../flow/flow-cookies.ts';
import type { FlowKeeper } from '../../flow/flow-keeper.ts';
import {
  checkAuthorizationError,
  checkCode,
  checkIssuer,
  parseAuthorizationResponse,
  readState,
} from '../../oauth/authorization-response.ts';
import { answerRedirect } from '../answers.ts';
import { need, type Step } from '../context.ts';
import { changeCookies, readCookies } from '../cookies.ts';

/**
 * After an admin consent (Entra), the administrator comes back to the redirect URI without a code and without a flow.
 * The parameters are not trusted: the browser is only redirected to the landing page.
 */
export function redirectAfterAdminConsent(): Step {
  return async function redirectAfterAdminConsent(ctx, next) {
    const query = new URLSearchParams(ctx.querystring);
    if (query.has('admin_consent') && !query.has('code') && !query.has('state') && !query.has('error')) {
      answerRedirect(ctx, 303, `${need(ctx, 'tenant').prefix}/`);
      return;
    }
    await next();
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
    checkIssuer(need(ctx, 'registration').provider, response);
    checkAuthorizationError(response);
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
    answerRedirect(ctx, 303, complete ? `${tenant.prefix}/${provider.path}/token.html` : `#${flow.kept + 1}`);
  };
}
