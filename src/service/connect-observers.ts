import type { Registry } from 'prom-client';
import type { Config } from '../config/config.ts';
import type { GrantReport } from '../grants/grants.ts';
import type { Refusal } from '../http/server.ts';
import { createAccessLog } from '../observability/access-log.ts';
import { createAuditLog } from '../observability/audit-log.ts';
import { readCertificateExpiry } from '../observability/certificate-expiry.ts';
import { createGrantMetrics } from '../observability/grant-metrics.ts';
import type { Logger } from '../observability/logger.ts';
import { createMetrics, type Metrics } from '../observability/metrics.ts';
import { createRequestMetrics } from '../observability/request-metrics.ts';
import type { RequestObserver } from '../observability/request-record.ts';
import type { Tracing } from '../observability/tracing.ts';
import { createUpstreamLog } from '../observability/upstream-log.ts';
import { createFingerprint } from '../sealing/fingerprint.ts';

export interface ObserverParts {
  readonly registry: Registry;
  readonly config: Config;
  readonly build: { readonly version: string; readonly commit: string };
  readonly logger: Logger;
  /** Takes the audit stream; undefined: there is none. */
  readonly auditLogger: Logger | undefined;
  readonly tracing: Tracing;
}

export interface Observers {
  readonly metrics: Metrics;
  /** Of every request. */
  readonly requests: readonly RequestObserver[];
  readonly reportGrant: (report: GrantReport) => void;
  readonly reportRefusal: (refusal: Refusal) => void;
  /** Takes over what is told of a configuration, when it is put to use. */
  adopt(config: Config): void;
}

/** Everything that watches the service, put together. */
export function connectObservers(parts: ObserverParts): Observers {
  const { registry, config, build, logger, auditLogger, tracing } = parts;
  const metrics = createMetrics(registry, { build, byTenant: config.metricsTenants > 0 });
  const grantMetrics = createGrantMetrics(metrics, config.metricsTenants);
  const logUpstream = createUpstreamLog(logger);

  function adopt({ directory, tls, sealKeys }: Config): void {
    metrics.tenants.set(directory.tenants.length);
    grantMetrics.adopt(directory.tenants);
    showCertificate(metrics, tls);
    metrics.lastReloadSuccessful.set(1);
    metrics.lastReloadSuccessTimestamp.set(Date.now() / 1000);
    showSealKeys(metrics, sealKeys);
  }

  return {
    metrics,
    requests: [
      createRequestMetrics(metrics),
      createAccessLog(logger),
      ...(auditLogger ? [createAuditLog(auditLogger)] : []),
    ],
    reportGrant(report) {
      const { traceId, isSampled } = tracing.current();
      grantMetrics.count(report, isSampled ? traceId : undefined);
      logUpstream(report, traceId);
    },
    reportRefusal({ requestId, error, status, peerAddress }) {
      metrics.unparsedRequests.inc({ error });
      logger.info(
        { kind: 'access', request_id: requestId, status, error, client_address: peerAddress },
        'unparsed request',
      );
    },
    adopt,
  };
}

/** Absent where a proxy does TLS: 0 would be a certificate that expired long ago. */
function showCertificate({ certificateExpiry }: Metrics, tls: Config['tls']): void {
  const expiry = tls && readCertificateExpiry(tls);
  if (expiry) certificateExpiry.set(expiry.getTime() / 1000);
  else certificateExpiry.remove();
}

const FINGERPRINT_LENGTH = 8;

/** A random key has the same name on every replica; only the fingerprint tells that they differ. */
function showSealKeys({ sealKeyInfo }: Metrics, keys: Config['sealKeys']): void {
  sealKeyInfo.reset();
  for (const [index, key] of keys.entries()) {
    const [name] = createFingerprint([key])(['seal key info'], '');
    const fingerprint = name.slice(0, FINGERPRINT_LENGTH);
    sealKeyInfo.set({ kid: key.id, role: index === 0 ? 'seal' : 'open', fingerprint }, 1);
  }
}
