import Koa from 'koa';
import type { Config } from '../config/config.ts';
import type { FlowKeeper } from '../flow/flow-keeper.ts';
import type { DomiState } from '../http/context.ts';
import { acceptOldPaths } from '../http/middleware/accept-old-paths.ts';
import { answerHealthChecks } from '../http/middleware/answer-health-checks.ts';
import { findPurpose } from '../http/middleware/find-purpose.ts';
import { findTenant } from '../http/middleware/find-tenant.ts';
import { observeRequests } from '../http/middleware/observe-requests.ts';
import { refuseMisconfigured } from '../http/middleware/refuse-misconfigured.ts';
import { renderErrors } from '../http/middleware/render-errors.ts';
import {
  checkRequestHead,
  compactWeights,
  mergeSlashes,
  refuseBodies,
} from '../http/middleware/request-head.ts';
import { assignRequestId } from '../http/middleware/request-id.ts';
import { resolveClientAddress } from '../http/middleware/resolve-client-address.ts';
import { setSecurityHeaders, setTransportSecurity } from '../http/middleware/security-headers.ts';
import { serveNowhere } from '../http/middleware/serve-nowhere.ts';
import { setDefaultLanguage } from '../http/middleware/set-default-language.ts';
import { shedLoad } from '../http/middleware/shed-load.ts';
import { createDiagRouter } from '../http/routers/diag-router.ts';
import { createOAuthRouter } from '../http/routers/oauth-router.ts';
import { createPagesRouter } from '../http/routers/pages-router.ts';
import { createRefreshRouter } from '../http/routers/refresh-router.ts';
import { createWebhookRouter } from '../http/routers/webhook-router.ts';
import { limitTenant } from '../http/steps/fair-use.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { Overload } from '../limits/overload.ts';
import type { Hub } from '../observability/hub.ts';
import type { Pages } from '../pages/views.ts';
import type { CodeExchanger } from '../refresh/code-exchanger.ts';
import type { Refresher } from '../refresh/refresher.ts';
import type { Clock } from '../time/clock.ts';
import type { WebhookReceiver } from '../webhooks/webhook-receiver.ts';

export interface AppParts {
  /** Read once per request, so that a request keeps the configuration that it started with. */
  readonly inUse: { readonly config: Pick<Config, 'directory' | 'hash' | 'defaultLanguage'> };
  readonly flows: FlowKeeper;
  readonly exchanger: CodeExchanger;
  readonly refresher: Refresher;
  readonly receiver: WebhookReceiver;
  readonly limiter: Limiter;
  readonly overload: Overload;
  readonly pages: Pages;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly trustedProxies: readonly string[];
  readonly isReady: () => boolean;
}

/** The web application: middleware in order, then routers. It does no I/O and reads no environment. */
export function createApp(parts: AppParts): Koa<DomiState> {
  const { inUse, flows, exchanger, refresher, receiver, limiter, overload, pages, hub, clock } = parts;

  const app = new Koa<DomiState>();
  // Koa's own handler would print the whole error.
  app.silent = true;
  app.on('error', (error) => hub.errorUnexpected({ error }));

  app.use(assignRequestId());
  app.use(setSecurityHeaders());
  app.use(refuseBodies());
  app.use(answerHealthChecks(parts.isReady));
  app.use(compactWeights());
  app.use(resolveClientAddress(parts.trustedProxies));
  app.use(observeRequests(hub, clock));
  app.use(setDefaultLanguage(inUse));
  app.use(renderErrors(pages, hub, clock));
  app.use(checkRequestHead());
  app.use(mergeSlashes());
  app.use(serveNowhere(pages, inUse));
  app.use(findTenant(inUse));
  app.use(acceptOldPaths());
  app.use(setTransportSecurity());
  app.use(findPurpose());
  app.use(shedLoad(overload));
  app.use(limitTenant(limiter));
  app.use(refuseMisconfigured());

  // First, since nearly every request is a refresh, and each router compares the path with all its routes.
  app.use(createRefreshRouter({ refresher, limiter, clock }).routes());
  app.use(createPagesRouter(pages).routes());
  app.use(createDiagRouter(pages, inUse).routes());
  app.use(createWebhookRouter(receiver));
  app.use(createOAuthRouter({ flows, exchanger, limiter, pages, clock }).routes());
  return app;
}
