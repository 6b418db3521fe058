import { getHeapStatistics } from 'node:v8';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { declareRefreshMetrics } from './declare-refresh-metrics.ts';
import { SECONDS } from './duration-buckets.ts';
import { declareProtectionMetrics } from './protection-metrics.ts';

/**
 * Every metric of the service, with the names that dashboards and alerts rely on. Label values come from fixed sets only:
 * the error catalogue, route names, ids of the configuration. A test compares this list with docs/observability.md.
 */
export interface Metrics {
  readonly tokenRequests: Counter<'provider' | 'grant_type' | 'outcome'>;
  /** Undefined unless `byTenant` is set. */
  readonly tenantTokenRequests: Counter<'tenant' | 'provider' | 'grant_type' | 'outcome'> | undefined;
  readonly clientSecretUsed: Counter<'provider' | 'position'>;
  readonly providerSeconds: Histogram<'provider' | 'grant_type'>;
  readonly refreshCoalesced: Counter<'provider'>;
  readonly refreshReplayed: Counter<'provider'>;
  readonly refreshKnownDead: Counter<'provider'>;
  readonly refreshUnclaimed: Counter<'provider'>;
  readonly refreshInDoubt: Counter<'provider'>;
  readonly refreshWaitSeconds: Histogram<'provider' | 'waited_for'>;
  readonly superseded: Counter<'provider'>;
  readonly replayDenied: Counter<'provider' | 'reason'>;
  readonly responsesNotKept: Counter<'provider' | 'reason'>;
  readonly tokensInDoubt: Gauge;
  readonly supersededRemembered: Gauge;
  readonly replayMemoryBytes: Gauge;
  readonly circuitState: Gauge<'provider'>;
  readonly storeUp: Gauge;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly ownSeconds: Histogram<'route'>;
  readonly unparsedRequests: Counter<'error'>;
  readonly connectionsFailed: Counter<'port' | 'reason'>;
  readonly inFlight: Gauge;
  readonly requestsLimited: Counter<'scope' | 'limit'>;
  readonly webhookDeliveries: Counter<'provider' | 'event' | 'outcome'>;
  readonly requestsShed: Counter<'purpose' | 'cause'>;
  readonly tenants: Gauge;
  readonly tenantsRejected: Gauge;
  readonly suddenLosses: Counter;
  readonly configInfo: Gauge<'hash'>;
  readonly lastReloadSuccessful: Gauge;
  readonly lastReloadSuccessTimestamp: Gauge;
  readonly clientSecretExpiry: Gauge<'tenant' | 'provider'>;
  readonly credentialsValid: Gauge<'tenant' | 'provider'>;
  readonly credentialProbes: Counter<'provider' | 'verdict'>;
  readonly certificateExpiry: Gauge;
  readonly sealKeyInfo: Gauge<'kid' | 'role' | 'fingerprint'>;
}

/** What runs. */
export interface BuildInfo {
  readonly version: string;
  /** `unknown` if the build did not set it. */
  readonly commit: string;
}

/** Log lines that could not be written, by stream. */
export interface DroppedLines {
  readonly log: number;
  readonly audit: number;
}

export interface MetricsOptions {
  readonly build: BuildInfo;
  /** Counts since the start; by default none is ever dropped. */
  readonly countDroppedLines?: (() => DroppedLines) | undefined;
  /** Whether there is a counter with a tenant label. */
  readonly byTenant?: boolean;
}

/** Buckets for the time that this service itself takes, which is far less. */
const OWN_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** prom-client accepts exemplars only in a registry of this type, which its types do not allow to change. */
export function createRegistry(): Registry {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as typeof Registry.PROMETHEUS_CONTENT_TYPE);
  return registry;
}

/** @param registry must come from `createRegistry` */
export function createMetrics(registry: Registry, options: MetricsOptions): Metrics {
  const { build, byTenant = false, countDroppedLines = () => ({ log: 0, audit: 0 }) } = options;
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  declareProcessMetrics(registers, build);
  declareDroppedLines(registers, countDroppedLines);
  return {
    ...declareGrantMetrics(registers),
    ...declareRefreshMetrics(registers),
    ...declareRequestMetrics(registers),
    ...declareProtectionMetrics(registers),
    ...declareConfigurationMetrics(registers),
    tenantTokenRequests: byTenant
      ? new Counter({
          name: 'domi_tenant_token_requests_total',
          help: 'Code exchanges, refreshes and revocations by tenant and provider; tenants beyond the limit are "other".',
          labelNames: ['tenant', 'provider', 'grant_type', 'outcome'],
          registers,
        })
      : undefined,
  };
}

function declareProcessMetrics(registers: Registry[], build: MetricsOptions['build']): void {
  new Gauge({
    name: 'domi_build_info',
    help: 'Always 1; the labels name the build.',
    labelNames: ['version', 'commit'],
    registers,
  }).set({ version: build.version, commit: build.commit }, 1);
  new Gauge({
    name: 'domi_heap_size_limit_bytes',
    help: 'Size that the heap of V8 may reach before the process ends.',
    registers,
  }).set(getHeapStatistics().heap_size_limit);
}

/** Counted where lines are written, which is outside the service; read at every scrape. */
function declareDroppedLines(registers: Registry[], count: () => DroppedLines): void {
  new Counter({
    name: 'domi_log_lines_dropped_total',
    help: 'Log lines that were dropped, since they could not be written, by stream (log or audit).',
    labelNames: ['stream'],
    registers,
    collect() {
      this.reset();
      for (const [stream, lines] of Object.entries(count())) this.inc({ stream }, lines);
    },
  });
}

function declareGrantMetrics(registers: Registry[]) {
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
    circuitState: new Gauge({
      name: 'domi_provider_circuit_state',
      help: 'The worst circuit among the endpoints of the provider: 0 closed, 1 half-open (one call tries), 2 open.',
      labelNames: ['provider'],
      registers,
    }),
    storeUp: declareStoreUp(registers),
  } satisfies Partial<Metrics>;
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

function declareRequestMetrics(registers: Registry[]) {
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
  } satisfies Partial<Metrics>;
}

function declareConfigurationMetrics(registers: Registry[]) {
  return {
    tenants: new Gauge({
      name: 'domi_tenants',
      help: 'Tenants of the configuration in use.',
      registers,
    }),
    tenantsRejected: new Gauge({
      name: 'domi_tenants_rejected',
      help: 'Tenants of the configuration in use that are left out because of a fault.',
      registers,
    }),
    suddenLosses: new Counter({
      name: 'domi_config_sudden_losses_total',
      help: 'Reloads that took away more than a tenth of at least twenty tenants.',
      registers,
    }),
    configInfo: new Gauge({
      name: 'domi_config_info',
      help: 'Always 1; the hash names the contents of the provider files in use.',
      labelNames: ['hash'],
      registers,
    }),
    lastReloadSuccessful: new Gauge({
      name: 'domi_config_last_reload_successful',
      help: 'Whether the last load of the configuration succeeded: 1, or 0 while an older one stays in use.',
      registers,
    }),
    lastReloadSuccessTimestamp: new Gauge({
      name: 'domi_config_last_reload_success_timestamp_seconds',
      help: 'When a configuration was last loaded successfully.',
      registers,
    }),
    clientSecretExpiry: new Gauge({
      name: 'domi_client_secret_expiry_timestamp_seconds',
      help: 'When the last client secret or key expires: by its configured date, or its certificate.',
      labelNames: ['tenant', 'provider'],
      registers,
    }),
    credentialsValid: new Gauge({
      name: 'domi_client_credentials_valid',
      help: 'Whether the provider accepts the client id and one of the secrets: 1 or 0. Absent until that is known.',
      labelNames: ['tenant', 'provider'],
      registers,
    }),
    credentialProbes: new Counter({
      name: 'domi_client_credential_probes_total',
      help: 'Probes of client credentials that this instance has sent, by verdict.',
      labelNames: ['provider', 'verdict'],
      registers,
    }),
    certificateExpiry: new Gauge({
      name: 'domi_tls_certificate_expiry_timestamp_seconds',
      help: 'When the TLS certificate of this service expires. Absent without TLS.',
      registers,
    }),
    sealKeyInfo: new Gauge({
      name: 'domi_seal_key_info',
      help: 'Always 1; the seal keys in use. Replicas whose fingerprints differ cannot serve each other.',
      labelNames: ['kid', 'role', 'fingerprint'],
      registers,
    }),
  } satisfies Partial<Metrics>;
}
