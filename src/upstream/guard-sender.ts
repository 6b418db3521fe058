import type { ProviderRequest } from '../oauth/token-request.ts';
import type { ProviderAnswer } from '../oauth/token-response.ts';
import { type BulkheadLimits, createBulkheads } from './bulkheads.ts';
import { type CircuitLimits, createCircuits, type ReportCircuit } from './circuits.ts';
import type { SendToProvider } from './sender.ts';

/** On whose behalf a provider is called. */
export interface Caller {
  readonly tenantId: string;
  readonly providerId: string;
}

/**
 * Sends unless the provider is known to be down or has too many calls in flight already.
 * @param budget milliseconds for all phases together
 */
export type GuardedSend = (
  request: ProviderRequest,
  budget: number,
  caller: Caller,
) => Promise<ProviderAnswer>;

export type GuardLimits = CircuitLimits & BulkheadLimits;

const LIMITS: GuardLimits = { failures: 10, openMs: 10_000, callsPerTenant: 256, callsPerProvider: 2048 };

/**
 * One circuit for each tenant and endpoint: a tenant whose own endpoint is wrong shuts out nobody else, and a
 * revocation endpoint that is down stops no refresh.
 */
export function guardSender(
  send: SendToProvider,
  report: ReportCircuit,
  overrides: Partial<GuardLimits> = {},
): GuardedSend {
  const limits = { ...LIMITS, ...overrides };
  const circuits = createCircuits(limits, report);
  const bulkheads = createBulkheads(limits);
  return (request, budget, { tenantId, providerId }) => {
    // Without the query: some services want the token there.
    const [endpoint] = request.url.split('?', 1);
    return bulkheads.call(tenantId, providerId, () =>
      circuits.call(`${tenantId} ${endpoint}`, providerId, () => send(request, budget)),
    );
  };
}
