import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { SECONDS } from './duration-buckets.ts';

/** Grants at providers, and the store that they depend on. */
export function declareGrantMetrics(registers: Registry[]) {
  return {
    tokenRequests: new Counter({
      name: 'domi_token_requests_total',
      help: 'Code exchanges, refreshes and revocations at providers, by outcome.',
      labelNames: ['provider', 'grant_type', 'outcome'],
      enableExemplars: true,
      registers,
    }),
    clientSecretUsed: new Counter({
      name: 'domi_client_secret_used_total',
      help: 'Grants by the client secret or key that was accepted: its position in the list, from 1.',
      labelNames: ['provider', 'position'],
      registers,
    }),
    providerSeconds: new Histogram({
      name: 'domi_provider_request_duration_seconds',
      help: 'Time that providers took for token and revocation requests.',
      labelNames: ['provider', 'grant_type'],
      buckets: SECONDS,
      enableExemplars: true,
      registers,
    }),
    storeUp: declareStoreUp(registers),
  };
}

function declareStoreUp(registers: Registry[]): Gauge {
  const storeUp = new Gauge({
    name: 'domi_store_up',
    help: 'Whether the store that replicas share replies in time: 1 or 0. Absent without a store.',
    registers,
  });
  // Without a store the metric must be absent, not 0.
  storeUp.remove();
  return storeUp;
}
