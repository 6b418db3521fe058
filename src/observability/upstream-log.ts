import type { ErrorCode } from '../oauth/errors.ts';
import type { GrantEvent } from './events.ts';
import type { Logger } from './logger.ts';
import { toProviderErrorFields } from './provider-error-fields.ts';

/** Outcomes that the user caused: operators do not need to see them. */
const CAUSED_BY_USER: ReadonlySet<string> = new Set<ErrorCode>(['invalid_grant', 'client_closed_request']);

/**
 * Logs failures of provider calls in fixed words: errors of the HTTP client contain the client secret, the form and the
 * URL, and never get here.
 */
export function createUpstreamLog(logger: Logger): (event: GrantEvent) => void {
  /** Registrations whose first client credential is refused: each is logged once, until the first one is accepted again. */
  const servedByLaterCredential = new Set<string>();
  return (event) => {
    const { registration, outcome, credentialIndex = 0 } = event;
    if (outcome === 'success') {
      logDetail(logger, event);
      const key = `${registration.tenantId} ${registration.provider.id}`;
      if (credentialIndex === 0) servedByLaterCredential.delete(key);
      else if (!servedByLaterCredential.has(key)) {
        servedByLaterCredential.add(key);
        logger.warn(describe(event), 'first client credential refused, a later one was accepted');
      }
      return;
    }
    if (CAUSED_BY_USER.has(outcome)) {
      logDetail(logger, event);
      return;
    }
    const level = outcome === 'client_credentials_refused' ? 'error' : 'warn';
    logger[level](describe(event), 'provider call failed');
  };
}

/** Calls that need nobody's attention, with the host that was called. */
function logDetail(logger: Logger, event: GrantEvent): void {
  if (!logger.isLevelEnabled('debug')) return;
  const { tokenEndpoint } = event.registration.provider;
  logger.debug(
    { ...describe(event), kind: 'provider_call', host: URL.parse(tokenEndpoint)?.host },
    'provider call',
  );
}

function describe({ registration, trace, credentialIndex, ...event }: GrantEvent): object {
  return {
    kind: 'upstream',
    trace_id: trace?.traceId,
    tenant: registration.tenantId,
    provider: registration.provider.id,
    grant_type: event.grantType,
    outcome: event.outcome,
    reason: event.reason,
    ...toProviderErrorFields(event.providerError),
    client_secret: credentialIndex === undefined ? undefined : credentialIndex + 1,
    ms: Math.round(event.seconds * 1000),
  };
}
