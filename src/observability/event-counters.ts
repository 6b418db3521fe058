import { GRANT_TYPES } from '../oauth/grant-type.ts';
import {
  type DeliveryEvent,
  type GrantEvent,
  REPLAY_DENIALS,
  type RefreshEvent,
  type Trace,
} from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';
import type { RequestRecord } from './request-record.ts';

/** Counts requests, errors and durations, by route. */
export function createRequestCounter(metrics: Metrics, labels: Labels): (record: RequestRecord) => void {
  return ({ method, route, status, seconds, providerSeconds = 0, trace, delivery, providerId = '' }) => {
    if (delivery !== undefined) {
      const { event, outcome } = delivery;
      metrics.webhookDeliveries.inc({ provider: labels.provider(providerId), event, outcome });
    }
    metrics.inFlight.dec();
    metrics.httpSeconds.observe({
      labels: { method, route, status },
      value: seconds,
      ...(trace?.isSampled && toExemplar(trace)),
    });
    metrics.ownSeconds.observe({ route }, Math.max(0, seconds - providerSeconds));
  };
}

/** Counts how grants end at providers. */
export function createGrantCounter(metrics: Metrics, labels: Labels): (event: GrantEvent) => void {
  return ({ registration, grantType: grant_type, outcome: code, credentialIndex, seconds, trace }) => {
    const provider = labels.provider(registration.provider.id);
    const outcome = labels.outcome(code);
    const exemplar = trace?.isSampled && toExemplar(trace);
    metrics.tokenRequests.inc({ labels: { provider, grant_type, outcome }, ...exemplar });
    metrics.providerSeconds.observe({ labels: { provider, grant_type }, value: seconds, ...exemplar });
    if (credentialIndex !== undefined && code !== 'client_credentials_refused') {
      metrics.clientSecretUsed.inc({ provider, position: credentialIndex + 1 });
    }
    const tenant = labels.tenant(registration.tenantId);
    metrics.tenantTokenRequests?.inc({ tenant, provider, grant_type, outcome });
  };
}

/** Counts what happens to refreshes besides calls to providers. */
export function createRefreshCounter(metrics: Metrics, labels: Labels): (event: RefreshEvent) => void {
  const counters = {
    coalesced: metrics.refreshCoalesced,
    replayed: metrics.refreshReplayed,
    known_dead: metrics.refreshKnownDead,
    superseded: metrics.superseded,
    unclaimed: metrics.refreshUnclaimed,
    in_doubt: metrics.refreshInDoubt,
  };
  return (event) => {
    const provider = labels.provider(event.registration.provider.id);
    if (event.kind === 'waited') {
      metrics.refreshWaitSeconds.observe({ provider, waited_for: event.waitedFor }, event.seconds);
    } else if (event.kind === 'not_kept') {
      metrics.responsesNotKept.inc({ provider, reason: event.why });
    } else {
      counters[event.kind].inc({ provider });
      if (event.kind === 'superseded') metrics.replayDenied.inc({ provider, reason: event.denial });
    }
  };
}

/**
 * The exemplar that leads from a measurement to its trace (OpenMetrics 1.0).
 * The types of prom-client require the labels of the metric here; its code, and the standard, those of the exemplar.
 */
function toExemplar({ traceId }: Trace): { exemplarLabels: object } {
  return { exemplarLabels: { trace_id: traceId } };
}

/** Outcomes in ordinary operation. Their series start at 0, since `rate()` misses the first event of a new series. */
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

/** Starts the series of each provider that has its own label value. */
export function startAtZero(metrics: Metrics, { providers }: Labels): void {
  const counters = [
    metrics.refreshCoalesced,
    metrics.refreshReplayed,
    metrics.refreshKnownDead,
    metrics.refreshUnclaimed,
    metrics.refreshInDoubt,
    metrics.superseded,
  ];
  for (const provider of providers) {
    for (const counter of counters) counter.inc({ provider }, 0);
    for (const reason of REPLAY_DENIALS) metrics.replayDenied.inc({ provider, reason }, 0);
    for (const reason of ['too_large', 'no_room']) metrics.responsesNotKept.inc({ provider, reason }, 0);
    for (const grant_type of GRANT_TYPES) {
      for (const outcome of USUAL_OUTCOMES) {
        metrics.tokenRequests.inc({ labels: { provider, grant_type, outcome }, value: 0 });
      }
    }
  }
}

/** Deliveries that alerts look at. */
const USUAL_DELIVERIES: readonly DeliveryEvent[] = [
  { event: 'app_deauthorized', outcome: 'accepted' },
  { event: 'app_deauthorized', outcome: 'not_forwarded' },
  { event: 'url_validation', outcome: 'accepted' },
  { event: 'unread', outcome: 'forged' },
  { event: 'unread', outcome: 'late' },
];

/** @param ids of the providers that have a webhook */
export function startDeliveriesAtZero(metrics: Metrics, labels: Labels, ids: readonly string[]): void {
  for (const id of ids)
    for (const { event, outcome } of USUAL_DELIVERIES)
      metrics.webhookDeliveries.inc({ provider: labels.provider(id), event, outcome }, 0);
}
