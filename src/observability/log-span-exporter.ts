import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from './logger.ts';

type ExportResult = Parameters<Parameters<SpanExporter['export']>[1]>[0];

/** The value of `ExportResultCode.SUCCESS` in OpenTelemetry. */
const SUCCESS = 0;

/** Names of `SpanKind`, by number. */
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'];

/** The value of `SpanStatusCode.ERROR`. */
const ERROR = 2;

/**
 * Writes spans as log lines. OpenTelemetry's own exporter prints through `console`, which ends the process when the reader has
 * left, and keeps everything in memory when the reader stalls.
 */
export class LogSpanExporter implements SpanExporter {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.logger.info(describeSpan(span), 'span');
    done({ code: SUCCESS });
  }

  async shutdown(): Promise<void> {}
}

function describeSpan(span: ReadableSpan): object {
  const { traceId, spanId } = span.spanContext();
  return {
    kind: 'span',
    name: span.name,
    span_kind: KINDS[span.kind],
    trace_id: traceId,
    span_id: spanId,
    parent_span_id: span.parentSpanContext?.spanId,
    started_at: new Date(toMilliseconds(span.startTime)).toISOString(),
    // Rounded to hundredths of a millisecond.
    ms: Math.round(toMilliseconds(span.duration) * 100) / 100,
    is_error: span.status.code === ERROR,
    attributes: span.attributes,
  };
}

/** From seconds and nanoseconds. */
function toMilliseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
