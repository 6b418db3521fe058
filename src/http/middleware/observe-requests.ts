import type { RequestObserver, RequestRecord } from '../../observability/request-record.ts';
import { isRouteName, ROUTES, type RouteName } from '../../observability/routes.ts';
import type { Span, Tracing } from '../../observability/tracing.ts';
import type { DomiContext, Step } from '../context.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Routes that belong to no provider. */
const OWN_ROUTES: ReadonlySet<string> = new Set(['landing', 'asset', 'diag']);

/**
 * Describes every request once, in allow-listed fields, for all who watch: measurements, log, audit; and holds the
 * span around it.
 */
export function observeRequests(observers: readonly RequestObserver[], tracing: Tracing): Step {
  return async function observeRequests(ctx, next) {
    const startedAt = performance.now();
    const { isPeerTrusted } = ctx.state;
    // Anybody else could choose our trace ids, and force every trace to be recorded.
    const parent = isPeerTrusted ? ctx.get('traceparent') || undefined : undefined;
    const span = tracing.startRequest(readMethod(ctx), ctx.protocol === 'https' ? 'https' : 'http', parent);
    ctx.state.span = span;
    for (const observer of observers) observer.begin?.();
    try {
      await next();
    } finally {
      const record = describeRequest(ctx, (performance.now() - startedAt) / 1000);
      describeSpan(span, record);
      span.end();
      for (const observer of observers) observer.end(record);
    }
  };
}

function describeRequest(ctx: DomiContext, seconds: number): RequestRecord {
  const { requestId, span, tenant, provider, grant, errorCode, errorReason, clientAddress } = ctx.state;
  return {
    requestId,
    traceId: span.traceId,
    isSampled: span.isSampled,
    method: readMethod(ctx),
    route: readRouteName(ctx),
    status: ctx.status,
    seconds,
    providerSeconds: grant?.seconds,
    tenantId: tenant?.id,
    providerId: provider?.id,
    grantType: grant?.type,
    served: grant?.served,
    error: errorCode,
    reason: errorReason,
    clientAddress,
  };
}

function describeSpan(span: Span, record: RequestRecord): void {
  if (!span.isSampled) return;
  const { method, route, status, error, reason } = record;
  const pattern = route === 'other' ? undefined : ROUTES[route];
  if (pattern !== undefined) span.rename(`${method} ${pattern}`);
  span.set({
    'http.route': pattern,
    'http.response.status_code': status,
    'client.address': record.clientAddress,
    'domi.request_id': record.requestId,
    'domi.tenant': record.tenantId,
    'domi.provider': record.providerId,
    'domi.outcome': error ?? 'success',
    'domi.reason': reason,
  });
  // What the caller did wrong is no failure of this service (semantic conventions for HTTP server spans).
  if (status >= 500) span.fail(error ?? String(status));
}

function readMethod(ctx: DomiContext): string {
  return METHODS.has(ctx.method) ? ctx.method : 'OTHER';
}

/** The name that the router gave the matched route; only once its provider was found, a path is that route. */
function readRouteName(ctx: DomiContext): RouteName {
  const { _matchedRouteName: name = '' } = ctx as DomiContext & { _matchedRouteName?: string };
  const isFound = ctx.state.provider !== undefined || OWN_ROUTES.has(name);
  return isFound && isRouteName(name) ? name : 'other';
}
