import { GRANT_TYPES } from '../oauth/grant-type.ts';
import type { GrantEvent } from './events.ts';
import { toExemplar } from './exemplar.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';

/** How grants end at providers. */
export function countGrant(metrics: Metrics, labels: Labels, event: GrantEvent): void {
  const { registration, grantType: grant_type, clientSecretIndex } = event;
  const provider = labels.provider(registration.provider.id);
  const outcome = labels.outcome(event.outcome);
  const exemplar = toExemplar(event.trace);
  metrics.tokenRequests.inc({ labels: { provider, grant_type, outcome }, ...exemplar });
  metrics.providerSeconds.observe({ labels: { provider, grant_type }, value: event.seconds, ...exemplar });
  if (clientSecretIndex !== undefined && event.outcome !== 'client_credentials_refused') {
    metrics.clientSecretUsed.inc({ provider, position: clientSecretIndex + 1 });
  }
  metrics.tenantTokenRequests?.inc({ tenant: labels.tenant(registration.tenantId), grant_type, outcome });
}

/** Outcomes in ordinary operation. `rate()` sees nothing of an event that is the first of its series. */
const USUAL_OUTCOMES: readonly GrantEvent['outcome'][] = [
  'success',
  'invalid_grant',
  'client_credentials_refused',
  'provider_rejected_request',
  'provider_invalid_answer',
  'provider_failed',
  'provider_unreachable',
  'provider_connection_lost',
  'provider_timeout',
  'temporarily_unavailable',
  'rate_limited',
];

/** Begins the series of each provider that has a label value of its own. */
export function startAtZero(metrics: Metrics, { providers }: Labels): void {
  for (const provider of providers) {
    for (const counter of [
      metrics.refreshCoalesced,
      metrics.refreshReplayed,
      metrics.refreshKnownDead,
      metrics.refreshUnclaimed,
    ]) {
      counter.inc({ provider }, 0);
    }
    for (const grant_type of GRANT_TYPES) {
      for (const outcome of USUAL_OUTCOMES) {
        metrics.tokenRequests.inc({ labels: { provider, grant_type, outcome }, value: 0 });
      }
    }
  }
}
