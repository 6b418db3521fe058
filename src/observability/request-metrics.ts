import { toExemplar } from './exemplar.ts';
import type { Metrics } from './metrics.ts';
import type { RequestObserver } from './request-record.ts';

/** Rate, errors and duration of requests, by route. */
export function createRequestMetrics(metrics: Metrics): RequestObserver {
  const { inFlight, httpSeconds, ownSeconds } = metrics;
  return {
    begin: () => inFlight.inc(),
    end({ method, route, status, seconds, providerSeconds = 0, traceId, isSampled }) {
      inFlight.dec();
      httpSeconds.observe({
        labels: { method, route, status },
        value: seconds,
        ...toExemplar(isSampled ? traceId : undefined),
      });
      ownSeconds.observe({ route }, Math.max(0, seconds - providerSeconds));
    },
  };
}
