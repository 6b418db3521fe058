import type { TelemetrySettings } from '../../observability/start-open-telemetry.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';

const EXPORTERS: readonly string[] = ['otlp', 'console', 'none'];
export const OTLP_PROTOCOLS: readonly string[] = ['http/protobuf', 'http/json', 'grpc'];
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/**
 * By default OpenTelemetry would export to localhost; here tracing is off until an exporter or an endpoint is set.
 * @returns undefined when tracing is off
 */
export function readTelemetrySettings(
  environment: Environment,
  faults: FaultList,
): TelemetrySettings | undefined {
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return undefined;
  const endpoints = ENDPOINTS.filter((name) => environment[name]);
  const exporter = environment.OTEL_TRACES_EXPORTER || (endpoints.length > 0 ? 'otlp' : 'none');
  const isExporter = EXPORTERS.includes(exporter);
  if (!isExporter) faults.add('OTEL_TRACES_EXPORTER', `must be one of ${EXPORTERS.join(', ')}`);
  if (exporter === 'none') return undefined;
  const name = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const protocol = environment[name] || 'http/protobuf';
  const isKnown = OTLP_PROTOCOLS.includes(protocol);
  if (!isKnown) faults.add(name, `must be one of ${OTLP_PROTOCOLS.join(', ')}`);
  const wrong = endpoints.filter((endpoint) => !isHttpUrl(environment[endpoint] ?? ''));
  for (const endpoint of wrong) faults.add(endpoint, 'must be a URL that begins with http:// or https://');
  return isExporter && isKnown && wrong.length === 0
    ? ({ exporter, protocol } as TelemetrySettings)
    : undefined;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
