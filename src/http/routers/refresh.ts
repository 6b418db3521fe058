import Router from '@koa/router';
import type { Refresher } from '../../refresh/create-refresher.ts';
import type { DomiState } from '../context.ts';
import { readBearer, refreshTokens, revokeToken } from '../steps/bearer-grants.ts';
import { allowOnly, answerWith, refuseCrossSite } from '../steps/check-request.ts';
import { findProviderByPath } from '../steps/find-provider.ts';

/** The way of a Notes client: refresh and revoke, flat JSON on every answer. */
export function createRefreshRouter(refresher: Refresher): Router<DomiState> {
  const router = new Router<DomiState>({ sensitive: true, strict: true });

  router.all(
    'refresh',
    '/:"path"Refresh',
    answerWith('json'),
    findProviderByPath(),
    allowOnly('GET'),
    refuseCrossSite(),
    readBearer(),
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
    revokeToken(refresher),
  );

  return router;
}
