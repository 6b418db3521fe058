import type { Hub } from '../../observability/hub.ts';
import type { RequestRecord } from '../../observability/request-record.ts';
import { ROUTES, type RouteName } from '../../observability/routes.ts';
import { endRequestSpan } from '../../observability/spans.ts';
import type { Clock } from '../../time/clock.ts';
import type { DomiContext, Step } from '../context.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Routes that belong to no provider. */
const OWN_ROUTES: ReadonlySet<string> = new Set(['landing', 'asset', 'diag']);

/** Observes every request once, in allow-listed fields, and holds its span. */
export function observeRequests(hub: Hub, { monotonic }: Clock): Step {
  return async function observeRequests(ctx, next) {
    const startedAt = monotonic();
    const method = METHODS.has(ctx.method) ? ctx.method : 'OTHER';
    const span = hub.requestStarted({
      method,
      scheme: ctx.protocol === 'https' ? 'https' : 'http',
      // Other clients could choose our trace ids, and force every trace to be recorded.
      traceparent: ctx.state.isPeerTrusted ? ctx.get('traceparent') || undefined : undefined,
    });
    ctx.state.span = span;
    hub.requestHeadRead?.({
      requestId: ctx.state.requestId,
      httpVersion: ctx.req.httpVersion,
      isEncrypted: ctx.protocol === 'https',
      isPeerTrusted: ctx.state.isPeerTrusted,
      headers: ctx.req.headers,
    });
    try {
      await next();
    } finally {
      const record = describeRequest(ctx, method, (monotonic() - startedAt) / 1000);
      hub.requestEnded(record);
      if (span) endRequestSpan(span, record);
    }
  };
}

function describeRequest(ctx: DomiContext, method: string, seconds: number): RequestRecord {
  const { requestId, span, tenant, registration, grant, clientAddress } = ctx.state;
  const { errorCode, errorReason, providerError, deliveryResult } = ctx.state;
  return {
    requestId,
    trace: span,
    method,
    route: readRouteName(ctx),
    status: ctx.status,
    seconds,
    providerSeconds: grant?.seconds,
    tenantId: tenant?.id,
    providerId: registration?.provider.id,
    grantType: grant?.type,
    source: grant?.source,
    delivery: deliveryResult,
    error: errorCode,
    reason: errorReason,
    providerError,
    clientAddress,
  };
}

/** The name of the matched route. A route of a provider counts only when the provider was found. */
function readRouteName(ctx: DomiContext): RouteName {
  const { _matchedRouteName: name = '' } = ctx as DomiContext & { _matchedRouteName?: string };
  const isFound = ctx.state.registration !== undefined || OWN_ROUTES.has(name);
  return isFound && Object.hasOwn(ROUTES, name) ? (name as RouteName) : 'other';
}
