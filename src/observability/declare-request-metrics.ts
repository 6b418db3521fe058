import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { SECONDS } from './duration-buckets.ts';

/** Buckets for the time that this service itself takes, which is far less. */
const OWN_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** Requests of clients, whatever they ask for. */
export function declareRequestMetrics(registers: Registry[]) {
  return {
    httpSeconds: new Histogram({
      name: 'domi_http_request_duration_seconds',
      help: 'Time from the head of a request until its answer is ready.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      enableExemplars: true,
      registers,
    }),
    ownSeconds: new Histogram({
      name: 'domi_own_duration_seconds',
      help: 'Time that a request took, without the wait for a provider.',
      labelNames: ['route'],
      buckets: OWN_SECONDS,
      registers,
    }),
    unparsedRequests: new Counter({
      name: 'domi_unparsed_requests_total',
      help: 'Requests refused because they could not be parsed as HTTP.',
      labelNames: ['error'],
      registers,
    }),
    inFlight: new Gauge({
      name: 'domi_requests_in_flight',
      help: 'Requests being answered now.',
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'domi_webhook_deliveries_total',
      help: 'Deliveries to webhooks, by the event and by how they ended.',
      labelNames: ['provider', 'event', 'outcome'],
      registers,
    }),
    requestsLimited: new Counter({
      name: 'domi_requests_limited_total',
      help: 'Requests refused with 429 by fair use, by scope and by limit (rate or requests in flight).',
      labelNames: ['scope', 'limit'],
      registers,
    }),
  };
}
