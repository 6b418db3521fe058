import Koa from 'koa';
import type { FlowKeeper } from '../flow/flow-keeper.ts';
import type { Grants } from '../grants/grants.ts';
import type { DomiState } from '../http/context.ts';
import { judgeClientAddress } from '../http/middleware/client-address.ts';
import { findTenant } from '../http/middleware/find-tenant.ts';
import { observeRequests } from '../http/middleware/observe-requests.ts';
import { renderErrors } from '../http/middleware/render-errors.ts';
import { checkRequestHead, mergeSlashes, refuseBodies } from '../http/middleware/request-head.ts';
import { assignRequestId } from '../http/middleware/request-id.ts';
import { setSecurityHeaders, setTransportSecurity } from '../http/middleware/security-headers.ts';
import { createDiagRouter } from '../http/routers/diag.ts';
import { createOAuthRouter } from '../http/routers/oauth.ts';
import { createPagesRouter } from '../http/routers/pages.ts';
import { createRefreshRouter } from '../http/routers/refresh.ts';
import { limitTenant } from '../http/steps/fair-use.ts';
import type { Limiter } from '../limits/limiter.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import type { RequestObserver } from '../observability/request-record.ts';
import { NO_TRACING, type Tracing } from '../observability/tracing.ts';
import type { Pages } from '../pages/views.ts';
import type { Refresher } from '../refresh/refresher.ts';
import type { TenantDirectory } from '../tenants/tenant-directory.ts';

export interface AppDependencies {
  /** Asked once per request, so that a running request keeps the configuration it began with. */
  readonly directory: () => TenantDirectory;
  readonly flows: FlowKeeper;
  readonly grants: Grants;
  readonly refresher: Refresher;
  readonly limiter: Limiter;
  readonly pages: Pages;
  readonly observers: readonly RequestObserver[];
  readonly tracing?: Tracing;
  readonly logger: Logger;
  readonly trustedProxies: readonly string[];
}

/** The web application: its middleware in order, then its routers. No I/O and no environment. */
export function createApp(deps: AppDependencies): Koa<DomiState> {
  const { directory, flows, grants, refresher, limiter, pages, logger } = deps;
  const reportUnexpected = (error: unknown, requestId?: string): void =>
    logger.error({ request_id: requestId, error: describeError(error) }, 'unexpected error');

  const app = new Koa<DomiState>();
  // Koa's own handler would print the error as it is.
  app.silent = true;
  app.on('error', (error) => reportUnexpected(error));

  app.use(assignRequestId());
  app.use(judgeClientAddress(deps.trustedProxies));
  app.use(observeRequests(deps.observers, deps.tracing ?? NO_TRACING));
  app.use(setSecurityHeaders());
  app.use(renderErrors(pages, reportUnexpected));
  app.use(refuseBodies());
  app.use(checkRequestHead());
  app.use(mergeSlashes());
  app.use(findTenant(directory));
  app.use(setTransportSecurity());
  app.use(limitTenant(limiter));

  // Nearly every request is a refresh, and each router compares a path with all of its own before the next may.
  app.use(createRefreshRouter(refresher, limiter).routes());
  app.use(createPagesRouter(pages).routes());
  app.use(createDiagRouter().routes());
  app.use(createOAuthRouter({ flows, grants, limiter, pages }).routes());
  return app;
}
