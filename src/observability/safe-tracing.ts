import type { Span, Tracing } from './tracing.ts';

/**
 * Tracing that never throws, whatever is behind it: span processors run within these calls, and a span is not worth a lost
 * token.
 */
export function createSafeTracing(tracing: Tracing): Tracing {
  return {
    startRequest: (method, scheme, traceparent) =>
      guardStart(() => tracing.startRequest(method, scheme, traceparent)),
  };
}

function guardStart(start: () => Span | undefined): Span | undefined {
  try {
    const span = start();
    return span && guardSpan(span);
  } catch {
    // Only the trace is lost.
    return undefined;
  }
}

function guardSpan(span: Span): Span {
  return {
    traceId: span.traceId,
    isSampled: span.isSampled,
    set: (attributes) => quietly(() => span.set(attributes)),
    rename: (name) => quietly(() => span.rename(name)),
    fail: (errorType) => quietly(() => span.fail(errorType)),
    child: (name, kind, attributes) => guardStart(() => span.child(name, kind, attributes)),
    end: () => quietly(() => span.end()),
  };
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Only an attribute is lost.
  }
}
