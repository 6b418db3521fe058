import Router from '@koa/router';
import type { Limiter } from '../../limits/limiter.ts';
import type { Refresher } from '../../refresh/refresher.ts';
import type { Clock } from '../../time/clock.ts';
import type { DomiState } from '../context.ts';
import {
  answerRevoked,
  answerTokens,
  readBearer,
  refreshTokens,
  refuseVainRevocation,
  revokeToken,
} from '../steps/bearer-grants.ts';
import { limitProvider, limitToken } from '../steps/fair-use.ts';
import { observeGrant } from '../steps/observe-grant.ts';
import { findProviderByPath } from '../steps/provider-lookup.ts';
import { allowOnly, answerWith, refuseCrossSite, refusePostedBody } from '../steps/request-checks.ts';

export interface RefreshRouterParts {
  readonly refresher: Refresher;
  readonly limiter: Limiter;
  readonly clock: Clock;
}

/**
 * The routes of a Notes client: refresh and revoke, with flat JSON in every answer. Notes sends GET. New clients send POST,
 * which no proxy repeats by itself.
 */
export function createRefreshRouter({ refresher, limiter, clock }: RefreshRouterParts): Router<DomiState> {
  const router = new Router<DomiState>({ sensitive: true, strict: true });

  router.all(
    'refresh',
    '/:"path"Refresh',
    answerWith('json'),
    findProviderByPath(),
    allowOnly('GET', 'POST'),
    refusePostedBody(),
    refuseCrossSite(),
    readBearer(),
    limitToken(limiter),
    limitProvider(limiter),
    observeGrant('refresh_token', clock, refreshTokens(refresher)),
    answerTokens(),
  );

  router.all(
    'revoke',
    '/:"path"Revoke',
    answerWith('json'),
    findProviderByPath(),
    allowOnly('GET', 'POST'),
    refusePostedBody(),
    refuseCrossSite(),
    readBearer(),
    limitToken(limiter),
    limitProvider(limiter),
    refuseVainRevocation(),
    observeGrant('revoke_token', clock, revokeToken(refresher)),
    answerRevoked(),
  );

  return router;
}
