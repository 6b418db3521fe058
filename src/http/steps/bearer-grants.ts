import { nameClientNetwork } from '../../networks/name-client-network.ts';
import { buildRefreshAnswer } from '../../oauth/build-refresh-answer.ts';
import { DomiError } from '../../oauth/errors.ts';
import { parseBearer } from '../../oauth/parse-bearer.ts';
import { canEndGrant } from '../../oauth/revocation.ts';
import { readTokenTypeHint } from '../../oauth/token-type-hint.ts';
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

/**
 * Notes looks at the status alone: 200 means to its user that the grant has ended. If the service would end nothing, or the
 * access token alone, the answer is RFC 7009 section 2.2.1, and nothing is sent.
 */
export function refuseVainRevocation(): Step {
  return function refuseVainRevocation(ctx, next) {
    const hint = readTokenTypeHint(ctx.querystring);
    if (!canEndGrant(need(ctx, 'registration').provider, hint)) {
      throw new DomiError('unsupported_token_type', {
        reason: 'revoking this token would not end the grant',
      });
    }
    return next();
  };
}

export function revokeToken(refresher: Refresher): Step {
  return async function revokeToken(ctx, next) {
    await refresher.revoke(need(ctx, 'registration'), need(ctx, 'bearer'), {
      span: ctx.state.grantSpan,
      clientNetwork: nameClientNetwork(ctx.state.clientAddress),
      hint: readTokenTypeHint(ctx.querystring),
    });
    await next();
  };
}

export function answerRevoked(): Step {
  return async function answerRevoked(ctx) {
    answerJson(ctx, { revoked: true });
  };
}
