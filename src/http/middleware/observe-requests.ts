import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { DomiContext, Step } from '../context.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * One line and one measurement for every request, from allow-listed fields. The path is not among them: a callback's
 * query holds the code, and a path can be anything.
 */
export function observeRequests(metrics: Metrics, logger: Logger): Step {
  return async function observeRequests(ctx, next) {
    const startedAt = performance.now();
    metrics.inFlight.inc();
    try {
      await next();
    } finally {
      metrics.inFlight.dec();
      const seconds = (performance.now() - startedAt) / 1000;
      const method = METHODS.has(ctx.method) ? ctx.method : 'OTHER';
      const route = readRouteName(ctx);
      metrics.httpSeconds.observe({ method, route, status: ctx.status }, seconds);
      logger.info(
        {
          request_id: ctx.state.requestId,
          method,
          route,
          status: ctx.status,
          ms: Math.round(seconds * 1000),
          tenant: ctx.state.tenant?.id,
          provider: ctx.state.provider?.id,
          error: ctx.state.errorCode,
          reason: ctx.state.errorReason,
          client_address: ctx.state.clientAddress,
        },
        'request',
      );
    }
  };
}

/** The name that the router gave the matched route; only once its provider was found, a path is that route. */
function readRouteName(ctx: DomiContext): string {
  const { _matchedRouteName } = ctx as DomiContext & { _matchedRouteName?: string };
  const isOwn =
    ctx.state.provider !== undefined || ['landing', 'asset', 'diag'].includes(_matchedRouteName ?? '');
  return isOwn && _matchedRouteName !== undefined ? _matchedRouteName : 'other';
}
