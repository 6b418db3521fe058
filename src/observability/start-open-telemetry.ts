import { diag } from '@opentelemetry/api';
import { defaultResource, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import { LogSpanExporter } from './log-span-exporter.ts';
import type { Logger } from './logger.ts';
import { ScrubbingSpanProcessor } from './scrubbing-span-processor.ts';
import { createSpanTracing } from './span-tracing.ts';
import type { Tracing } from './tracing.ts';

export interface Telemetry extends Pick<Diagnostics, 'reportTo'> {
  readonly tracing: Tracing;
  /** Sends the remaining spans, within `budget` milliseconds. */
  stop(budget: number): Promise<void>;
}

/** Where spans go, from the standard `OTEL_*` variables. OpenTelemetry reads all other `OTEL_*` variables itself. */
export interface TelemetrySettings {
  readonly exporter: 'otlp' | 'console';
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
}

export interface OpenTelemetryOptions {
  readonly settings: TelemetrySettings;
  readonly version: string;
  /** The variables of the process. `OTEL_LOG_LEVEL` is removed: with it, the SDK would print unfiltered texts. */
  readonly environment: Record<string, string | undefined>;
  /** Writes the spans when the exporter is `console`. */
  readonly spanLogger: Logger;
}

/** Starts the SDK for traces only; metrics are scraped and logs go to standard output. */
export async function startOpenTelemetry(options: OpenTelemetryOptions): Promise<Telemetry> {
  const { environment, version } = options;
  const diagnostics = createDiagnostics();
  diag.setLogger(diagnostics, { logLevel: diagnostics.toLevel(environment.OTEL_LOG_LEVEL) });
  delete environment.OTEL_LOG_LEVEL;

  const sdk = new NodeSDK({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': 'domi', 'service.version': version }),
    ),
    // Not the detectors of host and process: the latter exports the command line and the owner.
    resourceDetectors: [envDetector],
    spanProcessors: [new ScrubbingSpanProcessor(await createProcessor(options))],
    metricReaders: [],
    logRecordProcessors: [],
    // Nothing is injected into calls; span-tracing reads the only incoming header.
    textMapPropagator: null,
  });
  sdk.start();
  return {
    tracing: createSpanTracing(version),
    reportTo: diagnostics.reportTo,
    stop: (budget) =>
      Promise.race([
        sdk.shutdown().catch(() => undefined),
        new Promise<void>((resolve) => setTimeout(resolve, budget).unref()),
      ]),
  };
}

async function createProcessor({
  settings,
  environment,
  spanLogger,
}: OpenTelemetryOptions): Promise<SpanProcessor> {
  if (settings.exporter === 'console')
    return new SimpleSpanProcessor({ exporter: new LogSpanExporter(spanLogger) });
  const read = (name: string): number | undefined => {
    const value = Number(environment[name] || Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  return new BatchSpanProcessor(
    dropUndefined({
      exporter: await createOtlpExporter(settings.protocol),
      maxQueueSize: read('OTEL_BSP_MAX_QUEUE_SIZE'),
      maxExportBatchSize: read('OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
      scheduledDelayMillis: read('OTEL_BSP_SCHEDULE_DELAY'),
      exportTimeoutMillis: read('OTEL_BSP_EXPORT_TIMEOUT'),
    }),
  );
}

/** Endpoint, headers, compression, certificates and time-outs: the exporters read them from the environment. */
async function createOtlpExporter(
  protocol: OpenTelemetryOptions['settings']['protocol'],
): Promise<SpanExporter> {
  switch (protocol) {
    case 'grpc':
      return new (await import('@opentelemetry/exporter-trace-otlp-grpc')).OTLPTraceExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter();
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter();
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function dropUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
