import { parseBearer } from '../../oauth/bearer.ts';
import { buildRefreshAnswer } from '../../oauth/refresh-answer.ts';
import type { Refresher } from '../../refresh/refresher.ts';
import { answerJson } from '../answers.ts';
import { need, readGrantTarget, type Step, watchClient } from '../context.ts';
import { askProvider } from './ask-provider.ts';

/** The token comes in the Authorization header only; RFC 6750 section 5.3 keeps it out of URLs. */
export function readBearer(): Step {
  return function readBearer(ctx, next) {
    ctx.state.bearer = parseBearer(ctx.headers.authorization);
    return next();
  };
}

export function refreshTokens(refresher: Refresher): Step {
  return async function refreshTokens(ctx) {
    const refreshToken = need(ctx, 'bearer');
    const tokens = await askProvider(ctx, 'refresh_token', (grant) =>
      refresher.refresh(readGrantTarget(ctx), refreshToken, {
        client: watchClient(ctx),
        tell: (event) => {
          if (event !== 'unclaimed') grant.served = event;
        },
      }),
    );
    answerJson(ctx, buildRefreshAnswer(tokens, refreshToken));
  };
}

/** Where a service has no revocation endpoint, the user is told where to remove the app by hand. */
export function revokeToken(refresher: Refresher): Step {
  return async function revokeToken(ctx) {
    const provider = need(ctx, 'provider');
    if (provider.revocation === 'none') {
      answerJson(ctx, { revoked: false, ...(provider.manageUrl && { manage_url: provider.manageUrl }) });
      return;
    }
    await askProvider(ctx, 'revoke_token', () => refresher.revoke(readGrantTarget(ctx), need(ctx, 'bearer')));
    answerJson(ctx, { revoked: true });
  };
}
