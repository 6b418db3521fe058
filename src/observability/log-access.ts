import type { Logger } from './logger.ts';
import type { RequestRecord } from './request-record.ts';

/** One line for every request. */
export function logAccess(logger: Logger, record: RequestRecord): void {
  logger.info(
    {
      kind: 'access',
      request_id: record.requestId,
      trace_id: record.traceId,
      method: record.method,
      route: record.route,
      status: record.status,
      ms: toMilliseconds(record.seconds),
      provider_ms: record.providerSeconds && toMilliseconds(record.providerSeconds),
      tenant: record.tenantId,
      provider: record.providerId,
      grant_type: record.grantType,
      served: record.source,
      error: record.error,
      reason: record.reason,
      client_address: record.clientAddress,
    },
    'request',
  );
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 10_000) / 10;
}
