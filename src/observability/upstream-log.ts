import type { ErrorCode } from '../oauth/errors.ts';
import type { GrantMeasurement } from './grant-metrics.ts';
import type { Logger } from './logger.ts';

export interface UpstreamEvent extends GrantMeasurement {
  readonly reason?: string | undefined;
}

/** Of what a provider said: the user's own doing is of interest to nobody else. */
const OF_THE_USER: ReadonlySet<string> = new Set<ErrorCode>(['invalid_grant', 'client_closed_request']);

/**
 * Failures at providers in our own words: errors of an HTTP client hold the client secret, the form and the URL, and
 * never get here.
 */
export function createUpstreamLog(logger: Logger): (event: UpstreamEvent, traceId?: string) => void {
  const servedByLaterSecret = new Set<string>();
  return (event, traceId) => {
    const { tenantId, providerId, outcome, clientSecretIndex } = event;
    const key = `${tenantId} ${providerId}`;
    if (outcome === 'success') {
      const isLater = (clientSecretIndex ?? 0) > 0;
      if (!isLater) servedByLaterSecret.delete(key);
      else if (!servedByLaterSecret.has(key)) {
        servedByLaterSecret.add(key);
        logger.warn(describe(event, traceId), 'the first client secret is refused, a later one serves');
      }
      return;
    }
    if (OF_THE_USER.has(outcome)) return;
    const level = outcome === 'client_credentials_refused' ? 'error' : 'warn';
    logger[level](describe(event, traceId), 'provider call failed');
  };
}

function describe(event: UpstreamEvent, traceId: string | undefined): object {
  return {
    kind: 'upstream',
    trace_id: traceId,
    tenant: event.tenantId,
    provider: event.providerId,
    grant_type: event.grantType,
    outcome: event.outcome,
    reason: event.reason,
    client_secret: event.clientSecretIndex === undefined ? undefined : event.clientSecretIndex + 1,
    ms: Math.round(event.seconds * 1000),
  };
}
