import { toExemplar } from './exemplar.ts';
import type { Metrics } from './metrics.ts';
import type { RequestRecord } from './request-record.ts';

/** Rate, errors and duration of requests, by route. */
export function countRequest(metrics: Metrics, record: RequestRecord): void {
  const { method, route, status, seconds, providerSeconds = 0, traceId, isSampled } = record;
  metrics.inFlight.dec();
  metrics.httpSeconds.observe({
    labels: { method, route, status },
    value: seconds,
    ...toExemplar({ traceId, isSampled }),
  });
  metrics.ownSeconds.observe({ route }, Math.max(0, seconds - providerSeconds));
}
