import type { Logger } from './logger.ts';
import type { RequestRecord } from './request-record.ts';

/** One line for every token that was asked for: who, what, how it ended. Never the token. */
export function logAudit(logger: Logger, record: RequestRecord): void {
  if (record.grantType === undefined) return;
  logger.info(
    {
      kind: 'audit',
      grant_type: record.grantType,
      tenant: record.tenantId,
      provider: record.providerId,
      outcome: record.error ?? 'success',
      reason: record.reason,
      served: record.source,
      client_address: record.clientAddress,
      request_id: record.requestId,
      trace_id: record.traceId,
    },
    'token event',
  );
}
