import { nameClientNetwork } from '../../limits/client-network.ts';
import { parseBearer } from '../../oauth/bearer.ts';
import { buildRefreshAnswer } from '../../oauth/refresh-answer.ts';
import type { Refresher } from '../../refresh/refresher.ts';
import { answerJson } from '../answers.ts';
import { need, type Step, watchClient } from '../context.ts';

/** Accepts the token in the Authorization header only: RFC 6750 section 5.3 keeps tokens out of URLs. */
export function readBearer(): Step {
  return function readBearer(ctx, next) {
    ctx.state.bearer = parseBearer(ctx.headers.authorization);
    return next();
  };
}

export function refreshTokens(refresher: Refresher): Step {
  return async function refreshTokens(ctx, next) {
    const { tokens, source } = await refresher.refresh(need(ctx, 'registration'), need(ctx, 'bearer'), {
      span: ctx.state.grantSpan,
      clientNetwork: nameClientNetwork(ctx.state.clientAddress),
      client: watchClient(ctx),
    });
    ctx.state.tokens = tokens;
    ctx.state.source = source;
    await next();
  };
}

export function answerTokens(): Step {
  return async function answerTokens(ctx) {
    answerJson(ctx, buildRefreshAnswer(need(ctx, 'tokens'), need(ctx, 'bearer')));
  };
}

/** If the service has no revocation endpoint, the answer says where to remove the app by hand. */
export function answerWithoutRevocation(): Step {
  return async function answerWithoutRevocation(ctx, next) {
    const { revocation, manageUrl } = need(ctx, 'registration').provider;
    if (revocation === 'none')
      answerJson(ctx, { revoked: false, ...(manageUrl && { manage_url: manageUrl }) });
    else await next();
  };
}

export function revokeToken(refresher: Refresher): Step {
  return async function revokeToken(ctx, next) {
    const span = ctx.state.grantSpan;
    await refresher.revoke(need(ctx, 'registration'), need(ctx, 'bearer'), { span });
    await next();
  };
}

export function answerRevoked(): Step {
  return async function answerRevoked(ctx) {
    answerJson(ctx, { revoked: true });
  };
}
