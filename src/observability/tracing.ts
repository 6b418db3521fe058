/**
 * The interface of tracing. Its implementation with OpenTelemetry (see start-open-telemetry.ts) is loaded only if there is an
 * exporter.
 */

/**
 * The only attributes that a span may carry: names of the semantic conventions, and our own. No query, no header, and no
 * other part of a request that could contain a secret.
 */
export const SPAN_ATTRIBUTES = [
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'url.scheme',
  'url.full',
  'server.address',
  'server.port',
  'client.address',
  'network.protocol.version',
  'error.type',
  'domi.request_id',
  'domi.tenant',
  'domi.provider',
  'domi.grant_type',
  'domi.outcome',
  'domi.reason',
  'domi.served',
  'domi.provider_status',
  'domi.provider_error',
  'domi.provider_error_number',
  'domi.missing_scopes',
] as const;

export type SpanAttributes = Readonly<
  Partial<Record<(typeof SPAN_ATTRIBUTES)[number], string | number | undefined>>
>;

export type SpanKind = 'server' | 'client' | 'internal';

/** One operation in a trace. It is passed as an argument, undefined without tracing. No method throws. */
export interface Span {
  readonly traceId: string;
  /** Whether this trace is recorded; otherwise attributes have no effect. */
  readonly isSampled: boolean;
  set(attributes: SpanAttributes): void;
  rename(name: string): void;
  /** Marks the span as failed; `error.type` is a code of the catalogue. */
  fail(errorType: string): void;
  /** Starts a child, which does not end with its parent. */
  child(name: string, kind: SpanKind, attributes: SpanAttributes): Span | undefined;
  /** A second call does nothing. */
  end(): void;
}

export interface Tracing {
  /**
   * Starts the span of a request.
   * @param traceparent the header of that name (W3C Trace Context), if a trusted proxy sent it
   */
  startRequest(method: string, scheme: 'http' | 'https', traceparent: string | undefined): Span | undefined;
}
