import type { Logger } from './logger.ts';
import { toProviderErrorFields } from './provider-error-fields.ts';
import type { RequestRecord } from './request-record.ts';

/** Writes one line for every request. */
export function createAccessLog(logger: Logger): (record: RequestRecord) => void {
  return (record) => {
    const { seconds, providerSeconds } = record;
    const line = {
      kind: 'access',
      request_id: record.requestId,
      trace_id: record.trace?.traceId,
      method: record.method,
      route: record.route,
      status: record.status,
      // Rounded to tenths of a millisecond.
      ms: Math.round(seconds * 10_000) / 10,
      provider_ms: providerSeconds && Math.round(providerSeconds * 10_000) / 10,
      tenant: record.tenantId,
      provider: record.providerId,
      grant_type: record.grantType,
      served: record.source,
      error: record.error,
      reason: record.reason,
      ...toProviderErrorFields(record.providerError),
      client_address: record.clientAddress,
    };
    logger.info(line, 'request');
  };
}

/** Writes one line for every grant: who requested it, what, and how it ended. Never the token. */
export function createAuditLog(logger: Logger): (record: RequestRecord) => void {
  return (record) => {
    if (record.grantType === undefined) return;
    const line = {
      kind: 'audit',
      grant_type: record.grantType,
      tenant: record.tenantId,
      provider: record.providerId,
      outcome: record.error ?? 'success',
      reason: record.reason,
      ...toProviderErrorFields(record.providerError),
      served: record.source,
      client_address: record.clientAddress,
      request_id: record.requestId,
      trace_id: record.trace?.traceId,
    };
    logger.info(line, 'token event');
  };
}
