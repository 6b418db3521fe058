import Router from '@koa/router';
import type { Limiter } from '../../limits/limiter.ts';
import type { Refresher } from '../../refresh/refresher.ts';
import type { DomiState } from '../context.ts';
import { readBearer, refreshTokens, revokeToken } from '../steps/bearer-grants.ts';
import { allowOnly, answerWith, refuseCrossSite } from '../steps/check-request.ts';
import { limitProvider } from '../steps/fair-use.ts';
import { findProviderByPath } from '../steps/find-provider.ts';

/** The way of a Notes client: refresh and revoke, flat JSON on every answer. */
export function createRefreshRouter(refresher: Refresher, limiter: Limiter): Router<DomiState> {
  const router = new Router<DomiState>({ sensitive: true, strict: true });

  router.all(
    'refresh',
    '/:"path"Refresh',
    answerWith('json'),
    findProviderByPath(),
    allowOnly('GET'),
    refuseCrossSite(),
    readBearer(),
    limitProvider(limiter),
    refreshTokens(refresher),
  );

  router.all(
    'revoke',
    '/:"path"Revoke',
    answerWith('json'),
    findProviderByPath(),
    allowOnly('GET'),
    refuseCrossSite(),
    readBearer(),
    limitProvider(limiter),
    revokeToken(refresher),
  );

  return router;
}
