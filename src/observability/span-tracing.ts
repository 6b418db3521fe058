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
import type { Span, SpanAttributes, SpanKind, Tracing } from './tracing.ts';

const KINDS: Readonly<Record<SpanKind, OtelSpanKind>> = {
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  internal: OtelSpanKind.INTERNAL,
};

/**
 * Creates spans with OpenTelemetry. Parents are passed as arguments, not by a global context, so no library can add
 * spans.
 */
export function createSpanTracing(
  version: string,
  provider: Pick<TracerProvider, 'getTracer'> = trace,
): Tracing {
  const tracer = provider.getTracer('domi', version);
  return {
    startRequest(method, scheme, traceparent) {
      const attributes = { 'http.request.method': method, 'url.scheme': scheme };
      return startSpan(tracer, method, 'server', attributes, readParent(traceparent));
    },
  };
}

/** Reads only the parent: `tracestate` and baggage can contain anything, and are not used here. */
function readParent(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function startSpan(
  tracer: Tracer,
  name: string,
  kind: SpanKind,
  attributes: SpanAttributes,
  parent: Context,
): Span {
  const options = { kind: KINDS[kind], attributes: attributes as Attributes };
  return wrapSpan(tracer, tracer.startSpan(name, options, parent));
}

function wrapSpan(tracer: Tracer, otel: OtelSpan): Span {
  const { traceId, traceFlags } = otel.spanContext();
  return {
    traceId,
    isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
    set: (attributes) => void otel.setAttributes(attributes as Attributes),
    rename: (name) => void otel.updateName(name),
    fail(errorType) {
      otel.setAttribute('error.type', errorType);
      otel.setStatus({ code: SpanStatusCode.ERROR });
    },
    child: (name, kind, attributes) =>
      startSpan(tracer, name, kind, attributes, trace.setSpan(ROOT_CONTEXT, otel)),
    end() {
      // OpenTelemetry reports a second `end` as an error.
      if (otel.isRecording()) otel.end();
    },
  };
}
