import type { CallProvider } from '../grants/grants.ts';
import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import { type ProviderError, readProviderError } from '../oauth/provider-error.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { CircuitEvent } from '../observability/events.ts';
import { endCallSpan, failCallSpan, startCallSpan } from '../observability/spans.ts';
import type { Span } from '../observability/tracing.ts';
import { LEAST_ANSWER_TIME } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import { type BulkheadLimits, createBulkheads } from './bulkheads.ts';
import type { CircuitLimits } from './circuit.ts';
import { type AttemptResult, createCircuits } from './circuits.ts';
import { MAX_CONNECTIONS } from './connection-limits.ts';
import type { Senders } from './senders.ts';

export type GatewayLimits = CircuitLimits & BulkheadLimits;

export interface GatewayParts {
  readonly senders: Senders;
  readonly clock: Clock;
  /** Only observes, and never throws. */
  readonly observeCircuit: (event: CircuitEvent) => void;
  readonly limits?: Partial<GatewayLimits> | undefined;
}

/**
 * One of several tenants gets 256 of the 2,048 places at most for a provider: at 0.3 s for a call these are 850 refreshes
 * a second, more than fair use allows (docs/tenants.md). All its providers at one origin get 512.
 */
const LIMITS: GatewayLimits = {
  failures: 10,
  openMs: 10_000,
  callsPerOrigin: MAX_CONNECTIONS,
  freePerCallOfTenant: 3,
  freePerCallOfProvider: 7,
};

/** The way of all calls to providers, with places and circuits. */
export interface ProviderGateway {
  readonly call: CallProvider;
  /**
   * Drops the circuits of endpoints that a configuration has no longer: no call would ever close them.
   * @param tenants that are served
   */
  adopt(tenants: readonly TenantProviders[]): void;
}

/** A tenant with the providers that its users may use. */
interface TenantProviders {
  readonly id: string;
  readonly providers: readonly Provider[];
}

/**
 * There are circuits for each tenant and endpoint: a wrong endpoint of one tenant does not affect other tenants, and
 * a revocation endpoint that is down does not affect refreshes.
 */
export function createProviderGateway({
  senders,
  clock,
  observeCircuit,
  limits,
}: GatewayParts): ProviderGateway {
  const bounds = { ...LIMITS, ...limits };
  const bulkheads = createBulkheads(bounds);
  const circuits = createCircuits(bounds, clock.monotonic, observeCircuit);

  const call: CallProvider = async (request, context) => {
    const { registration, grantType, clientNetwork, presented, deadline, answerDeadline, span } = context;
    const sendBefore = deadline - LEAST_ANSWER_TIME;
    if (clock.monotonic() > sendBefore) throw createTooLateError();
    const url = new URL(request.url);
    const leave = bulkheads.enter(registration, url.origin);
    try {
      const { tenantId, provider } = registration;
      const endpoint = nameEndpoint(tenantId, url);
      const attempt = circuits.begin({
        endpoint,
        tenantId,
        providerId: provider.id,
        clientNetwork,
        presented,
      });
      let result: AttemptResult = 'answered';
      let callSpan: Span | undefined;
      try {
        callSpan = span && startCallSpan(span, request.url);
        const now = clock.monotonic();
        const response = await senders[grantType](request, answerDeadline - now, sendBefore - now);
        if (response.status >= 500) result = 'failed';
        if (callSpan) endCallSpan(callSpan, response.status, findProviderError(response));
        return response;
      } catch (error) {
        result = classifyError(error);
        if (callSpan) failCallSpan(callSpan, error);
        throw error;
      } finally {
        circuits.end(attempt, result);
      }
    } finally {
      leave();
    }
  };

  return {
    call,
    adopt(tenants) {
      const failing = circuits.list();
      const concerned = new Set(failing.map(({ tenantId }) => tenantId));
      const byId = new Map(
        tenants.filter(({ id }) => concerned.has(id)).map((tenant) => [tenant.id, tenant]),
      );
      const unused = failing.filter(({ endpoint, tenantId, providerId }) => {
        const known = byId.get(tenantId)?.providers.find(({ id }) => id === providerId);
        return known === undefined || !listEndpoints(tenantId, known).includes(endpoint);
      });
      circuits.drop(unused.map(({ endpoint }) => endpoint));
    },
  };
}

/** Without the query, which holds the token at some services. */
function nameEndpoint(tenantId: string, { origin, pathname }: URL): string {
  return `${tenantId} ${origin}${pathname}`;
}

/** Those that are called. */
function listEndpoints(tenantId: string, provider: Provider): string[] {
  return [provider.tokenEndpoint, provider.refreshEndpoint, provider.revocationEndpoint]
    .filter((endpoint) => endpoint !== undefined)
    .map((endpoint) => nameEndpoint(tenantId, new URL(endpoint)));
}

/** Nothing was sent, so this is said before place and circuit: it is no fault of the endpoint. */
function createTooLateError(): DomiError {
  return new DomiError('temporarily_unavailable', {
    reason: 'too little time left for an answer',
    description:
      'There was too little time left to ask the meeting service, so nothing was sent. The token is still good; try again.',
    retryAfter: 1,
  });
}

/** Some services report errors with status 200. */
function findProviderError(response: ProviderResponse): ProviderError | undefined {
  const providerError = readProviderError(response);
  return response.status >= 400 || providerError.error !== undefined ? providerError : undefined;
}

/** A 4xx never gets here and is no failure: it concerns one token or one client, and must not affect other requests. */
function classifyError(error: unknown): AttemptResult {
  if (!isDomiError(error)) return 'answered';
  if (error.code === 'provider_unreachable') return 'unreachable';
  return ['provider_timeout', 'provider_connection_lost'].includes(error.code) ? 'failed' : 'answered';
}
