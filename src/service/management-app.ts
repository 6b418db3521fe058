import Router from '@koa/router';
import Koa from 'koa';
import { Registry } from 'prom-client';
import { answerJson, forbidCaching } from '../http/answers.ts';
import type { DomiState } from '../http/context.ts';
import { renderErrors } from '../http/middleware/render-errors.ts';
import { checkRequestHead, refuseBodies } from '../http/middleware/request-head.ts';
import { assignRequestId } from '../http/middleware/request-id.ts';
import { setSecurityHeaders } from '../http/middleware/security-headers.ts';
import { answerReadiness } from '../http/steps/answer-readiness.ts';
import { allowOnly } from '../http/steps/request-checks.ts';
import type { Hub } from '../observability/hub.ts';
import type { OpenApiDocument } from '../openapi/open-api-document.ts';
import type { Clock } from '../time/clock.ts';

export interface ManagementParts {
  readonly registry: Registry;
  /** False while starting and while draining. It does not depend on providers. */
  readonly isReady: () => boolean;
  /** Describes both ports for the configuration in use. */
  readonly describe: () => OpenApiDocument;
  readonly hub: Hub;
  readonly clock: Clock;
}

type ContentType = typeof Registry.PROMETHEUS_CONTENT_TYPE | typeof Registry.OPENMETRICS_CONTENT_TYPE;

/**
 * A view of the metrics in one of the two formats. It has its own objects, since rendering OpenMetrics removes `_total`
 * from the names of counters, and the next scrape in the other format would lack it.
 */
function viewOf(registry: Registry, type: ContentType): Registry {
  const view = new Registry();
  view.setContentType(type as typeof Registry.PROMETHEUS_CONTENT_TYPE);
  for (const metric of registry.getMetricsAsArray()) view.registerMetric(Object.create(metric));
  return view;
}

/** The application of the management port, for the cluster only: metrics, probes, and the description of both ports. */
export function createManagementApp(parts: ManagementParts): Koa<DomiState> {
  const { registry, isReady, describe, hub, clock } = parts;
  const router = new Router<DomiState>({ sensitive: true, strict: true });

  router.all('/metrics', allowOnly('GET', 'HEAD'), async (ctx) => {
    const wantsOpenMetrics = /application\/openmetrics-text/.test(ctx.get('Accept'));
    const type = wantsOpenMetrics ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE;
    forbidCaching(ctx);
    ctx.type = type;
    ctx.body = await viewOf(registry, type).metrics();
  });

  router.all('/livez', allowOnly('GET', 'HEAD'), (ctx) => {
    forbidCaching(ctx);
    ctx.body = 'ok\n';
  });

  router.all('/readyz', allowOnly('GET', 'HEAD'), answerReadiness(isReady));

  router.all('/openapi.json', allowOnly('GET', 'HEAD'), (ctx) => {
    answerJson(ctx, { ...describe() });
  });

  const app = new Koa<DomiState>();
  // Koa's own handler would print the whole error.
  app.silent = true;
  app.on('error', (error) => hub.errorUnexpected({ error }));
  app.use(assignRequestId());
  app.use(setSecurityHeaders());
  app.use(renderErrors(undefined, hub, clock));
  app.use(refuseBodies());
  app.use(checkRequestHead());
  app.use(router.routes());
  return app;
}
