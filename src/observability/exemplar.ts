import type { Trace } from './events.ts';

/**
 * The exemplar that leads from a measurement to its trace (OpenMetrics 1.0), when the trace is recorded.
 * prom-client's types want the labels of the metric here; its code, and the standard, want labels of the exemplar.
 */
export function toExemplar({ traceId, isSampled }: Trace): { exemplarLabels: object } | undefined {
  return isSampled && traceId !== undefined ? { exemplarLabels: { trace_id: traceId } } : undefined;
}
