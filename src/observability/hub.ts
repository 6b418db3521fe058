import type { Registry } from 'prom-client';
import type { Clock } from '../time/clock.ts';
import { createBroadcast } from './broadcast.ts';
import { createCircuitGauge } from './circuit-gauge.ts';
import { createConnectionLog } from './connection-log.ts';
import { createCredentialGauge } from './credential-gauge.ts';
import type { BuildInfo, DroppedLines } from './declare-process-metrics.ts';
import { createGrantCounter, createRefreshCounter, createRequestCounter } from './event-counters.ts';
import type {
  CircuitEvent,
  ConfigurationSummary,
  ConnectionEvent,
  GrantEvent,
  LimitEvent,
  MemoryEvent,
  ProbedAppEvent,
  ProbeEvent,
  RefreshEvent,
  ReloadEvent,
  RequestHeadEvent,
  SharedCountEvent,
  ShedEvent,
  StoreEvent,
  UnparsedEvent,
} from './events.ts';
import { createHeadLog } from './head-log.ts';
import { isSuddenLoss } from './is-sudden-loss.ts';
import { createLabels } from './labels.ts';
import { describeError, type Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createProbeLog } from './probe-log.ts';
import { createRejectionLog } from './rejection-log.ts';
import { createReloadLog } from './reload-log.ts';
import { createAccessLog, createAuditLog } from './request-log.ts';
import type { RequestRecord } from './request-record.ts';
import { createSafeTracing } from './safe-tracing.ts';
import { showConfiguration } from './show-configuration.ts';
import type { Span, Tracing } from './tracing.ts';
import { createUpstreamLog } from './upstream-log.ts';

/**
 * The one place where events are observed: metrics, log and audit stream, with every label capped, and the spans that the
 * service hands on. No method throws, no span does, and no observer changes an outcome.
 */
export interface Hub {
  /** @returns the span around the request; undefined without tracing */
  requestStarted(request: RequestStart): Span | undefined;
  requestEnded(record: RequestRecord): void;
  /** Undefined unless the log level is `trace`. */
  readonly requestHeadRead: ((event: RequestHeadEvent) => void) | undefined;
  requestUnparsed(event: UnparsedEvent): void;
  connectionFailed(event: ConnectionEvent): void;
  requestLimited(event: LimitEvent): void;
  requestShed(event: ShedEvent): void;
  /** An error that no part of the service expected. */
  errorUnexpected(event: { readonly error: unknown; readonly requestId?: string }): void;
  grantEnded(event: GrantEvent): void;
  refreshObserved(event: RefreshEvent): void;
  memoryMeasured(event: MemoryEvent): void;
  circuitChanged(event: CircuitEvent): void;
  credentialsProbed(event: ProbeEvent): void;
  /** The app is no longer in the configuration, or no longer the app of this tenant. */
  probedAppRemoved(event: ProbedAppEvent): void;
  storeChanged(event: StoreEvent): void;
  sharedCountChanged(event: SharedCountEvent): void;
  configurationAdopted(summary: ConfigurationSummary): void;
  configurationRead(event: ReloadEvent): void;
}

export interface RequestStart {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** The `traceparent` header (W3C Trace Context), if a trusted proxy sent it. */
  readonly traceparent: string | undefined;
}

export interface HubParts {
  readonly registry: Registry;
  readonly build: BuildInfo;
  readonly logger: Logger;
  /** Logger of the audit stream; undefined: no audit stream. */
  readonly auditLogger: Logger | undefined;
  /** Of the first configuration. */
  readonly warnings: readonly string[];
  /** Undefined: no tracing. */
  readonly tracing: Tracing | undefined;
  /** How many log lines were dropped since the start. */
  readonly countDroppedLines?: (() => DroppedLines) | undefined;
  readonly clock: Clock;
  /** How many tenants get their own label value; 0: no metric has a tenant label. */
  readonly maxTenantLabels: number;
}

export function createHub(parts: HubParts): Hub {
  const { registry, build, logger, auditLogger, clock, maxTenantLabels } = parts;
  const { countDroppedLines } = parts;
  const labels = createLabels(maxTenantLabels);
  const circuitGauge = createCircuitGauge(labels, clock.monotonic);
  const metrics = createMetrics(registry, {
    build,
    byTenant: maxTenantLabels > 0,
    countDroppedLines,
    readCircuits: circuitGauge.read,
  });
  const broadcast = createBroadcast(logger);
  const tracing = parts.tracing && createSafeTracing(parts.tracing);

  function showReload(isSuccessful: boolean): void {
    metrics.lastReloadSuccessful.set(isSuccessful ? 1 : 0);
    if (isSuccessful) metrics.lastReloadSuccessTimestamp.set(clock.now().getTime() / 1000);
  }

  const logHead = createHeadLog(logger);
  const credentialGauge = createCredentialGauge(metrics, labels);
  const probeLog = createProbeLog(logger);
  const countStart = broadcast<RequestStart>({ metrics: () => metrics.inFlight.inc() });

  return {
    requestStarted(request) {
      countStart(request);
      return tracing?.startRequest(request.method, request.scheme, request.traceparent);
    },
    requestEnded: broadcast({
      metrics: createRequestCounter(metrics, labels),
      'access log': createAccessLog(logger),
      ...(auditLogger && { 'audit log': createAuditLog(auditLogger) }),
    }),
    requestHeadRead: logHead && broadcast({ 'head log': logHead }),
    requestUnparsed: broadcast({
      metrics: ({ error }) => metrics.unparsedRequests.inc({ error }),
      'access log': ({ requestId, status, error, reason, peerAddress: client_address }) => {
        const line = { kind: 'access', request_id: requestId, status, error, reason, client_address };
        logger.info(line, 'unparsed request');
      },
    }),
    connectionFailed: broadcast({
      metrics: (event) => {
        const count = event.kind === 'slow_reader' ? event.count : 1;
        metrics.connectionsFailed.inc({ port: event.port, reason: event.kind }, count);
      },
      log: createConnectionLog(logger, clock.monotonic),
    }),
    requestLimited: broadcast({
      metrics: ({ scope, limit }) => metrics.requestsLimited.inc({ scope, limit }),
    }),
    requestShed: broadcast({ metrics: ({ purpose, cause }) => metrics.requestsShed.inc({ purpose, cause }) }),
    errorUnexpected: broadcast({
      log: ({ error, requestId }) =>
        logger.error({ request_id: requestId, error: describeError(error) }, 'unexpected error'),
    }),
    grantEnded: broadcast({ metrics: createGrantCounter(metrics, labels), log: createUpstreamLog(logger) }),
    refreshObserved: broadcast({ metrics: createRefreshCounter(metrics, labels) }),
    memoryMeasured: broadcast({
      metrics({ tokensInDoubt, supersededTokens, responseBytes }) {
        metrics.tokensInDoubt.set(tokensInDoubt);
        metrics.supersededRemembered.set(supersededTokens);
        metrics.replayMemoryBytes.set(responseBytes);
      },
    }),
    circuitChanged: broadcast({ metrics: circuitGauge.change }),
    credentialsProbed: broadcast({ metrics: credentialGauge.show, log: probeLog.write }),
    probedAppRemoved: broadcast({ metrics: credentialGauge.remove, log: probeLog.forget }),
    storeChanged: broadcast({
      metrics: ({ isUp }) => metrics.storeUp.set(isUp ? 1 : 0),
      log: (event) => {
        if (event.isUp) logger.info('store up');
        else if (event.isFirst) logger.warn({ reason: event.reason }, 'store down, continuing without it');
        else logger.warn({ reason: event.reason }, 'store still down');
      },
    }),
    sharedCountChanged: broadcast({
      log: (event) => {
        if (event.isShared) logger.info('fair use is counted in the store again');
        else logger.warn({ reason: event.reason }, 'fair use is counted by this instance alone');
      },
    }),
    configurationAdopted: broadcast({
      metrics(summary) {
        showConfiguration(metrics, labels, summary);
        circuitGauge.adopt(summary.providerIds);
        showReload(true);
      },
      log: createRejectionLog(logger),
    }),
    configurationRead: broadcast({
      metrics(event) {
        showReload(event.kind === 'reloaded' || event.kind === 'unchanged');
        if (event.kind === 'reloaded' && isSuddenLoss(event.loss)) metrics.suddenLosses.inc();
      },
      log: createReloadLog(logger, parts.warnings),
    }),
  };
}
