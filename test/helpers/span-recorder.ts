import { type Attributes, SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  type Scrub,
  ScrubbingSpanProcessor,
  scrubSpan,
} from '../../src/observability/scrubbing-span-processor.ts';
import { createSpanTracing } from '../../src/observability/span-tracing.ts';
import type { Tracing } from '../../src/observability/tracing.ts';

export interface RecordedSpan {
  readonly name: string;
  readonly kind: string;
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly hasFailed: boolean;
  readonly attributes: Attributes;
}

/** Tracing as the service does it, with the spans kept in memory. */
export interface SpanRecorder {
  readonly tracing: Tracing;
  readonly provider: TracerProvider;
  /** Since the last look, in the order of their ends. */
  take(): RecordedSpan[];
}

const FAILED = 2;

export function recordSpans(scrub: Scrub = scrubSpan): SpanRecorder {
  const exporter = new InMemorySpanExporter();
  const processor = new ScrubbingSpanProcessor(new SimpleSpanProcessor({ exporter }), scrub);
  const provider = new TracerProvider({ spanProcessors: [processor] });
  return {
    provider,
    tracing: createSpanTracing('test', provider),
    take() {
      const spans = exporter.getFinishedSpans().map((span) => ({
        name: span.name,
        kind: SpanKind[span.kind],
        traceId: span.spanContext().traceId,
        id: span.spanContext().spanId,
        parentId: span.parentSpanContext?.spanId,
        hasFailed: span.status.code === FAILED,
        attributes: span.attributes,
      }));
      exporter.reset();
      return spans;
    },
  };
}
