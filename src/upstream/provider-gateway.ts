import type { CallProvider } from '../grants/grants.ts';
import { isDomiError } from '../oauth/errors.ts';
import { type ProviderError, readProviderError } from '../oauth/provider-error.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { CircuitEvent } from '../observability/events.ts';
import { endCallSpan, failCallSpan, startCallSpan } from '../observability/spans.ts';
import type { Span } from '../observability/tracing.ts';
import type { Clock } from '../time/clock.ts';
import { type BulkheadLimits, createBulkheads } from './bulkheads.ts';
import { type AttemptResult, type CircuitLimits, createCircuits } from './circuits.ts';
import type { SendToProvider } from './sender.ts';

export type GatewayLimits = CircuitLimits & BulkheadLimits;

export interface GatewayParts {
  readonly send: SendToProvider;
  readonly clock: Clock;
  /** Only observes, and never throws. */
  readonly observeCircuit: (event: CircuitEvent) => void;
  readonly limits?: Partial<GatewayLimits> | undefined;
}

const LIMITS: GatewayLimits = { failures: 10, openMs: 10_000, callsPerTenant: 256, callsPerProvider: 2048 };

/** Milliseconds that a call gets at least: with a deadline that has passed, it fails with a time-out. */
const LEAST_BUDGET = 1;

/**
 * There is one circuit for each tenant and endpoint: a wrong endpoint of one tenant does not affect other tenants, and
 * a revocation endpoint that is down does not affect refreshes.
 */
export function createProviderGateway({ send, clock, observeCircuit, limits }: GatewayParts): CallProvider {
  const bounds = { ...LIMITS, ...limits };
  const bulkheads = createBulkheads(bounds);
  const circuits = createCircuits(bounds, clock.monotonic, observeCircuit);

  return async (request, { registration, deadline, span }) => {
    const leave = bulkheads.enter(registration);
    try {
      // Without the query, which holds the token at some services.
      const [endpoint] = request.url.split('?', 1);
      const attempt = circuits.begin(`${registration.tenantId} ${endpoint}`, registration.provider.id);
      let result: AttemptResult = 'answered';
      let callSpan: Span | undefined;
      try {
        callSpan = span && startCallSpan(span, request.url);
        const budget = Math.max(LEAST_BUDGET, deadline - clock.monotonic());
        const response = await send(request, budget);
        if (response.status >= 500) result = 'outage';
        if (callSpan) endCallSpan(callSpan, response.status, findProviderError(response));
        return response;
      } catch (error) {
        if (isOutage(error)) result = 'outage';
        if (callSpan) failCallSpan(callSpan, error);
        throw error;
      } finally {
        circuits.end(attempt, result);
      }
    } finally {
      leave();
    }
  };
}

/** Some services report errors with status 200. */
function findProviderError(response: ProviderResponse): ProviderError | undefined {
  const providerError = readProviderError(response);
  return response.status >= 400 || providerError.error !== undefined ? providerError : undefined;
}

/** Whether there was no response. A 4xx is not an outage: it concerns one token, and must not affect other requests. */
function isOutage(error: unknown): boolean {
  return (
    isDomiError(error) &&
    ['provider_unreachable', 'provider_timeout', 'provider_connection_lost'].includes(error.code)
  );
}
