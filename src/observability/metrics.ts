import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

/** Every metric of the service, by the names that dashboards and alerts rely on. Labels come from fixed sets only. */
export interface Metrics {
  readonly tokenRequests: Counter<'provider' | 'grant_type' | 'outcome'>;
  readonly providerSeconds: Histogram<'provider' | 'grant_type'>;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly inFlight: Gauge;
  readonly tenants: Gauge;
  readonly refreshCoalesced: Counter<'provider'>;
  readonly refreshReplayed: Counter<'provider'>;
  readonly refreshBraked: Counter<'provider'>;
  readonly refreshUnclaimed: Counter<'provider'>;
  readonly circuitState: Gauge<'provider'>;
  readonly storeUp: Gauge;
  readonly requestsLimited: Counter<'scope' | 'limit'>;
}

/** Up to the 25 s that a call to a provider may take. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

export function createMetrics(registry: Registry, build: { version: string; commit: string }): Metrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'domi_build_info',
    help: 'Always 1; the labels tell which build runs.',
    labelNames: ['version', 'commit'],
    registers,
  }).set(build, 1);
  const storeUp = new Gauge({
    name: 'domi_store_up',
    help: 'Whether the store that replicas share answers in time: 1 or 0. Absent when there is none.',
    registers,
  });
  // It would show 0 where no store is wanted.
  storeUp.remove();
  return {
    tokenRequests: new Counter({
      name: 'domi_token_requests_total',
      help: 'Code exchanges, refreshes and revocations at providers, by outcome.',
      labelNames: ['provider', 'grant_type', 'outcome'],
      registers,
    }),
    providerSeconds: new Histogram({
      name: 'domi_provider_request_duration_seconds',
      help: 'Time that providers took for token and revocation requests.',
      labelNames: ['provider', 'grant_type'],
      buckets: SECONDS,
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'domi_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    inFlight: new Gauge({
      name: 'domi_requests_in_flight',
      help: 'Requests being answered now.',
      registers,
    }),
    refreshCoalesced: new Counter({
      name: 'domi_refresh_coalesced_total',
      help: 'Refreshes that shared the call of another request with the same token.',
      labelNames: ['provider'],
      registers,
    }),
    refreshReplayed: new Counter({
      name: 'domi_refresh_replayed_total',
      help: 'Refreshes that were given the answer to an earlier request with the same token.',
      labelNames: ['provider'],
      registers,
    }),
    refreshBraked: new Counter({
      name: 'domi_refresh_braked_total',
      help: 'Refreshes that were refused without a call, since their token is known to be dead.',
      labelNames: ['provider'],
      registers,
    }),
    refreshUnclaimed: new Counter({
      name: 'domi_refresh_unclaimed_total',
      help: 'Refreshes that succeeded at the provider when the client had hung up.',
      labelNames: ['provider'],
      registers,
    }),
    circuitState: new Gauge({
      name: 'domi_provider_circuit_state',
      help: 'The worst circuit of the provider: 0 closed, 1 half-open (one call tries), 2 open.',
      labelNames: ['provider'],
      registers,
    }),
    storeUp,
    tenants: new Gauge({
      name: 'domi_tenants',
      help: 'Tenants of the running configuration.',
      registers,
    }),
    requestsLimited: new Counter({
      name: 'domi_requests_limited_total',
      help: 'Requests refused with 429 by fair use: whose limit, and whether the rate or the requests in flight.',
      labelNames: ['scope', 'limit'],
      registers,
    }),
  };
}
