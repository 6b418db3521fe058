import { closeSync, openSync } from 'node:fs';
import type { FaultList } from './faults.ts';
import type { Environment } from './variables.ts';

/** What the service tells of itself, besides log level and ports. */
export interface ObservabilitySettings {
  /** `stdout`, `off`, or the file that the audit lines are appended to. */
  readonly auditLog: string;
  /** How many tenants get a label value of their own in metrics; 0: no metric has a tenant label. */
  readonly metricsTenants: number;
}

/** Each has some thirty series; a thousand tenants are a page that Prometheus still reads easily. */
const MAX_METRICS_TENANTS = 1000;

export function readObservabilitySettings(
  environment: Environment,
  faults: FaultList,
): ObservabilitySettings {
  readTelemetrySettings(environment, faults);
  return {
    auditLog: readAuditLog(environment.DOMI_AUDIT_LOG || 'stdout', faults),
    metricsTenants: readMetricsTenants(environment.DOMI_METRICS_TENANTS || '0', faults),
  };
}

function readAuditLog(place: string, faults: FaultList): string {
  if (place === 'stdout' || place === 'off') return place;
  try {
    closeSync(openSync(place, 'a', 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    faults.add('DOMI_AUDIT_LOG', `has to be stdout, off, or a file that can be written; ${place}: ${code}`);
  }
  return place;
}

function readMetricsTenants(text: string, faults: FaultList): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (count <= MAX_METRICS_TENANTS) return count;
  faults.add('DOMI_METRICS_TENANTS', `has to be a number from 0 to ${MAX_METRICS_TENANTS}`);
  return 0;
}

/** Where spans go, out of the standard `OTEL_*` variables. What is not here, OpenTelemetry reads by itself. */
export interface TelemetrySettings {
  readonly exporter: 'otlp' | 'console';
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
}

const EXPORTERS: readonly string[] = ['otlp', 'console', 'none'];
const PROTOCOLS: readonly string[] = ['http/protobuf', 'http/json', 'grpc'];
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/**
 * OpenTelemetry would export to localhost when nothing is said; here tracing is off until an exporter or an endpoint
 * is set.
 * @returns undefined when tracing is off
 */
export function readTelemetrySettings(
  environment: Environment,
  faults: FaultList,
): TelemetrySettings | undefined {
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return undefined;
  const endpoints = ENDPOINTS.filter((name) => environment[name]);
  const exporter = environment.OTEL_TRACES_EXPORTER || (endpoints.length > 0 ? 'otlp' : 'none');
  if (!EXPORTERS.includes(exporter)) {
    faults.add('OTEL_TRACES_EXPORTER', `has to be one of ${EXPORTERS.join(', ')}`);
    return undefined;
  }
  if (exporter === 'none') return undefined;
  const name = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const protocol = environment[name] || 'http/protobuf';
  const isKnown = PROTOCOLS.includes(protocol);
  if (!isKnown) faults.add(name, `has to be one of ${PROTOCOLS.join(', ')}`);
  const wrong = endpoints.filter((endpoint) => !isHttpUrl(environment[endpoint] ?? ''));
  for (const endpoint of wrong) faults.add(endpoint, 'has to be a URL that begins with http:// or https://');
  return isKnown && wrong.length === 0 ? ({ exporter, protocol } as TelemetrySettings) : undefined;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
