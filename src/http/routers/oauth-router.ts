import Router from '@koa/router';
import type { FlowKeeper } from '../../flow/flow-keeper.ts';
import type { Limiter } from '../../limits/limiter.ts';
import type { Pages } from '../../pages/views.ts';
import type { CodeExchanger } from '../../refresh/code-exchanger.ts';
import type { Clock } from '../../time/clock.ts';
import type { DomiState } from '../context.ts';
import {
  checkAuthorizationResponse,
  confirmAdminConsent,
  endFlowOnFailure,
  findFlow,
  keepCodeAndLeave,
} from '../steps/callback.ts';
import { limitProvider } from '../steps/fair-use.ts';
import { observeGrant } from '../steps/observe-grant.ts';
import { findProviderByCallback, findProviderByPath } from '../steps/provider-lookup.ts';
import { redirectToPublicHost } from '../steps/redirect-to-public-host.ts';
import { allowOnly, answerWith, requireNavigation } from '../steps/request-checks.ts';
import { beginFlow, redirectToProvider } from '../steps/sign-in-start.ts';
import { checkGrantedScopes, exchangeCode, showToken, takeWaitingCode } from '../steps/token-page.ts';
import { traceStep } from '../steps/trace-step.ts';

export interface OAuthRouterParts {
  readonly flows: FlowKeeper;
  readonly exchanger: CodeExchanger;
  readonly limiter: Limiter;
  readonly pages: Pages;
  readonly clock: Clock;
}

/** The routes of a browser: start, callback, token page. */
export function createOAuthRouter({
  flows,
  exchanger,
  limiter,
  pages,
  clock,
}: OAuthRouterParts): Router<DomiState> {
  // Exact matches only: by default the router ignores case and a trailing slash.
  const router = new Router<DomiState>({ sensitive: true, strict: true });

  router.all(
    'token-page',
    '/:path/token.html',
    findProviderByPath(),
    answerWith('page'),
    allowOnly('GET'),
    requireNavigation(),
    limitProvider(limiter),
    traceStep(takeWaitingCode(flows)),
    observeGrant('authorization_code', clock, exchangeCode(exchanger)),
    traceStep(checkGrantedScopes()),
    traceStep(showToken(pages)),
  );

  router.all(
    'start',
    '/:path/{*page}',
    findProviderByPath(),
    answerWith('page'),
    allowOnly('GET'),
    requireNavigation(),
    redirectToPublicHost(),
    limitProvider(limiter),
    traceStep(beginFlow(flows)),
    traceStep(redirectToProvider()),
  );

  router.all(
    'callback',
    '/:callback',
    findProviderByCallback(),
    answerWith('page'),
    allowOnly('GET'),
    requireNavigation(),
    limitProvider(limiter),
    confirmAdminConsent(pages),
    traceStep(findFlow(flows)),
    endFlowOnFailure(),
    traceStep(checkAuthorizationResponse()),
    traceStep(keepCodeAndLeave(flows)),
  );

  return router;
}
