/**
 * The exemplar that leads from a measurement to its trace (OpenMetrics 1.0), when the trace is recorded.
 * prom-client's types want the labels of the metric here; its code, and the standard, want labels of the exemplar.
 */
export function toExemplar(traceId: string | undefined): { exemplarLabels: object } | undefined {
  return traceId === undefined ? undefined : { exemplarLabels: { trace_id: traceId } };
}
