import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type Span as OtelSpan,
  SpanKind as OtelSpanKind,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { NO_TRACING, type Span, type SpanAttributes, type SpanKind, type Tracing } from './tracing.ts';

const KINDS: Readonly<Record<SpanKind, OtelSpanKind>> = {
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  internal: OtelSpanKind.INTERNAL,
};

/** Spans by OpenTelemetry. Parents are handed on here and not by a global context, so nothing else can join in. */
export function createSpanTracing(
  version: string,
  provider: Pick<TracerProvider, 'getTracer'> = trace,
): Tracing {
  const tracer = provider.getTracer('domi', version);
  const running = new AsyncLocalStorage<Span>();
  return {
    startRequest: (method, scheme, traceparent) =>
      startSpan(
        tracer,
        running,
        method,
        'server',
        { 'http.request.method': method, 'url.scheme': scheme },
        readParent(traceparent),
      ),
    current: () => running.getStore() ?? NO_TRACING.current(),
  };
}

/** Only the parent: `tracestate` and baggage could be anything, and nobody here reads them. */
function readParent(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function startSpan(
  tracer: Tracer,
  running: AsyncLocalStorage<Span>,
  name: string,
  kind: SpanKind,
  attributes: SpanAttributes,
  parent: Context,
): Span {
  const options = { kind: KINDS[kind], attributes: attributes as Attributes };
  const otel: OtelSpan = tracer.startSpan(name, options, parent);
  const { traceId, traceFlags } = otel.spanContext();
  const span: Span = {
    traceId,
    isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
    set: (more) => void otel.setAttributes(more as Attributes),
    rename: (newName) => void otel.updateName(newName),
    fail(errorType) {
      otel.setAttribute('error.type', errorType);
      otel.setStatus({ code: SpanStatusCode.ERROR });
    },
    async run(childName, childKind, childAttributes, work) {
      const context = trace.setSpan(ROOT_CONTEXT, otel);
      const child = startSpan(tracer, running, childName, childKind, childAttributes, context);
      try {
        return await running.run(child, work, child);
      } finally {
        child.end();
      }
    },
    end: () => {
      // A second end would be told as a fault of the program.
      if (otel.isRecording()) otel.end();
    },
  };
  return span;
}
