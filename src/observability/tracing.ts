/**
 * What the service knows of tracing. The part that knows OpenTelemetry is behind it (see open-telemetry.ts) and is not
 * even loaded when nothing exports.
 */

/**
 * The only attributes that a span may carry: names of the semantic conventions, and our own. No query, no header,
 * nothing of a request that its sender could fill with a secret.
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
] as const;

export type SpanAttributes = Readonly<
  Partial<Record<(typeof SPAN_ATTRIBUTES)[number], string | number | undefined>>
>;

export type SpanKind = 'server' | 'client' | 'internal';

/** One piece of work in a trace. It is handed on as an argument, undefined where nothing is traced; no method throws. */
export interface Span {
  readonly traceId: string;
  /** Whether this trace is recorded; attributes of others are lost anyway. */
  readonly isSampled: boolean;
  set(attributes: SpanAttributes): void;
  rename(name: string): void;
  /** Marks the span as failed; `error.type` is a code of the catalogue. */
  fail(errorType: string): void;
  /** Begins a child; it does not end with its parent. */
  child(name: string, kind: SpanKind, attributes: SpanAttributes): Span | undefined;
  /** A second call does nothing. */
  end(): void;
}

export interface Tracing {
  /**
   * Begins the span of a request.
   * @param traceparent header of that name (W3C Trace Context), only when a trusted proxy sent it
   */
  startRequest(method: string, scheme: 'http' | 'https', traceparent: string | undefined): Span | undefined;
}
