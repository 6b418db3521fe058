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
      event: record.delivery?.event,
      delivery: record.delivery?.outcome,
      error: record.error,
      reason: record.reason,
      ...toProviderErrorFields(record.providerError),
      client_address: record.clientAddress,
    };
    logger.info(line, 'request');
  };
}

/**
 * Writes one line for every grant: who requested it, what, and how it ended. Never the token. And one for every authentic
 * event of a provider that concerns its app.
 */
export function createAuditLog(logger: Logger): (record: RequestRecord) => void {
  const writeDelivery = createDeliveryAudit(logger);
  return (record) => {
    writeDelivery(record);
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

const AUDITED_EVENTS: Readonly<Record<string, string>> = {
  app_deauthorized: 'app removed',
  url_validation: 'webhook validated',
};

/** Only what the provider has signed: anybody else could fill the audit stream. It does not say whose app was removed. */
function createDeliveryAudit(logger: Logger): (record: RequestRecord) => void {
  return ({ delivery, tenantId, providerId, clientAddress, requestId, trace }) => {
    const text = delivery && AUDITED_EVENTS[delivery.event];
    if (text === undefined || !['accepted', 'not_forwarded'].includes(delivery?.outcome ?? '')) return;
    const line = {
      kind: 'audit',
      event: delivery?.event,
      tenant: tenantId,
      provider: providerId,
      outcome: delivery?.outcome,
      client_address: clientAddress,
      request_id: requestId,
      trace_id: trace?.traceId,
    };
    logger.info(line, text);
  };
}
