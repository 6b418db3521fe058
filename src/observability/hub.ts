import type { Registry } from 'prom-client';
import type { Clock } from '../time/clock.ts';
import { createCircuitGauge } from './circuit-gauge.ts';
import { countGrant } from './count-grant.ts';
import { countRefresh } from './count-refresh.ts';
import { countRequest } from './count-request.ts';
import type {
  CircuitEvent,
  ConfigurationSummary,
  GrantEvent,
  LimitEvent,
  RefreshEvent,
  ReloadEvent,
  StoreEvent,
  UnparsedEvent,
} from './events.ts';
import { createLabels } from './labels.ts';
import { logAccess } from './log-access.ts';
import { logAudit } from './log-audit.ts';
import { logReload } from './log-reload.ts';
import { describeError, type Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import type { RequestRecord } from './request-record.ts';
import { showConfiguration } from './show-configuration.ts';
import { endRequestSpan } from './spans.ts';
import type { Span, Tracing } from './tracing.ts';
import { createUpstreamLog } from './upstream-log.ts';

/**
 * The one place where everything that happens is observed: metrics, log, audit stream and spans, with every label capped.
 * Every part of the service gives its events to it and learns nothing back. No method throws.
 */
export interface Hub {
  /** @param traceparent header of that name (W3C Trace Context), only when a trusted proxy sent it */
  requestStarted(request: RequestStart): Span;
  requestEnded(span: Span, record: RequestRecord): void;
  requestUnparsed(event: UnparsedEvent): void;
  requestLimited(event: LimitEvent): void;
  /** An error that no part of the service has foreseen. */
  errorUnexpected(error: unknown, requestId?: string): void;
  grantEnded(event: GrantEvent): void;
  refreshObserved(event: RefreshEvent): void;
  circuitChanged(event: CircuitEvent): void;
  storeChanged(event: StoreEvent): void;
  configurationAdopted(summary: ConfigurationSummary): void;
  configurationRead(event: ReloadEvent): void;
}

export interface RequestStart {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly traceparent: string | undefined;
}

export interface HubParts {
  readonly registry: Registry;
  readonly build: { readonly version: string; readonly commit: string };
  readonly logger: Logger;
  /** Takes the audit stream; undefined: there is none. */
  readonly auditLogger: Logger | undefined;
  readonly tracing: Tracing;
  readonly clock: Clock;
  /** How many tenants get a label value of their own; 0: no metric has a tenant label. */
  readonly maxTenantLabels: number;
}

export function createHub({
  registry,
  build,
  logger,
  auditLogger,
  tracing,
  clock,
  maxTenantLabels,
}: HubParts): Hub {
  const metrics = createMetrics(registry, { build, byTenant: maxTenantLabels > 0 });
  const labels = createLabels(maxTenantLabels);
  const watch = createWatch(logger);
  const logUpstream = createUpstreamLog(logger);
  const showCircuit = createCircuitGauge(metrics, labels);

  function showReload(isSuccessful: boolean): void {
    metrics.lastReloadSuccessful.set(isSuccessful ? 1 : 0);
    if (isSuccessful) metrics.lastReloadSuccessTimestamp.set(clock.now().getTime() / 1000);
  }

  return {
    requestStarted({ method, scheme, traceparent }) {
      watch('metrics', () => metrics.inFlight.inc());
      return tracing.startRequest(method, scheme, traceparent);
    },
    requestEnded(span, record) {
      endRequestSpan(span, record);
      watch('metrics', () => countRequest(metrics, record));
      watch('access log', () => logAccess(logger, record));
      if (auditLogger) watch('audit log', () => logAudit(auditLogger, record));
    },
    requestUnparsed(event) {
      const { error, requestId, status, peerAddress } = event;
      watch('metrics', () => metrics.unparsedRequests.inc({ error }));
      const line = { kind: 'access', request_id: requestId, status, error, client_address: peerAddress };
      watch('access log', () => logger.info(line, 'unparsed request'));
    },
    requestLimited({ scope, limit }) {
      watch('metrics', () => metrics.requestsLimited.inc({ scope, limit }));
    },
    errorUnexpected(error, requestId) {
      const line = { request_id: requestId, error: describeError(error) };
      watch('log', () => logger.error(line, 'unexpected error'));
    },
    grantEnded(event) {
      watch('metrics', () => countGrant(metrics, labels, event));
      watch('log', () => logUpstream(event));
    },
    refreshObserved(event) {
      watch('metrics', () => countRefresh(metrics, labels, event));
    },
    circuitChanged(event) {
      watch('metrics', () => showCircuit(event));
    },
    storeChanged(event) {
      watch('metrics', () => metrics.storeUp.set(event.isUp ? 1 : 0));
      watch('log', () => {
        if (event.isUp) logger.info('store up');
        else logger.warn({ reason: event.reason }, 'store down, going on without it');
      });
    },
    configurationAdopted(summary) {
      watch('metrics', () => {
        showConfiguration(metrics, labels, summary);
        showReload(true);
      });
    },
    configurationRead(event) {
      watch('metrics', () => showReload(event.kind === 'reloaded' || event.kind === 'unchanged'));
      watch('log', () => logReload(logger, event));
    },
  };
}

/**
 * Runs what only watches: when it throws, that is logged once, and the response, which may hold the only good token, goes
 * its way.
 */
function createWatch(logger: Logger): (name: string, work: () => void) => void {
  const failed = new Set<string>();
  return (name, work) => {
    try {
      work();
    } catch (error) {
      if (failed.has(name)) return;
      failed.add(name);
      try {
        logger.error({ observer: name, error: describeError(error) }, 'an observer failed');
      } catch {
        // It may be the log itself that fails.
      }
    }
  };
}
