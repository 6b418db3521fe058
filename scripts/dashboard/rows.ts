import type { PanelSpec } from './panels.ts';

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

/** Selectors of what the variables on top have chosen; recorded ratios are of a whole job and know no instance. */
const JOB = 'namespace=~"$namespace",job=~"$job"';
const CHOSEN = `${JOB},instance=~"$instance"`;
const CHOSEN_PROVIDER = `${CHOSEN},provider=~"$provider"`;
const REFRESH = `${CHOSEN_PROVIDER},grant_type="refresh_token"`;
const FAULTS =
  'outcome=~"provider_.*|temporarily_unavailable|rate_limited|client_credentials_refused|no_refresh_token|server_error"';

const rate = (metric: string, selector: string): string => `rate(${metric}{${selector}}[$__rate_interval])`;
const quantile = (share: number, by: string, metric: string, selector: string): string =>
  `histogram_quantile(${share}, sum by (${by}, le) (${rate(`${metric}_bucket`, selector)}))`;

const overview: RowSpec = {
  title: 'Overview',
  panels: [
    {
      kind: 'stat',
      title: 'Instances',
      description: 'Instances whose metrics Prometheus can read.',
      unit: 'short',
      width: 3,
      queries: [{ expr: `count(domi_build_info{${CHOSEN}})`, legend: 'instances' }],
    },
    {
      kind: 'stat',
      title: 'Alerts that fire',
      description: 'Alerts of this service that fire now; each has a runbook page.',
      unit: 'short',
      width: 3,
      thresholds: [[1, 'red']],
      queries: [
        {
          expr: `count(ALERTS{alertname=~"Domi.+",alertstate="firing",${JOB}}) or vector(0)`,
          legend: 'alerts',
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Refreshes that succeed, last hour',
      description:
        'Of the refreshes that the token itself does not doom: dead tokens and limits are left out, faults of a provider are not.',
      unit: 'percentunit',
      width: 4,
      queries: [{ expr: `1 - max(job:domi_refresh_errors:ratio_rate1h{${JOB}})`, legend: 'last hour' }],
    },
    {
      kind: 'stat',
      title: 'Error budget that is left, 30 days',
      description:
        'Share of the failures that the objective allows in 30 days and that have not happened yet.',
      unit: 'percentunit',
      width: 4,
      queries: [
        {
          expr: `1 - max(sum_over_time(job:domi_refresh_errors:rate5m{${JOB}}[30d]) / (sum_over_time(job:domi_refresh_requests:rate5m{${JOB}}[30d]) > 0)) / (1 - scalar(max(domi:refresh_slo_objective:ratio)))`,
          legend: 'budget left',
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Refreshes',
      description: 'Refreshes that clients asked for, in a second.',
      unit: 'reqps',
      width: 3,
      queries: [
        {
          expr: `sum(${rate('domi_http_request_duration_seconds_count', `${CHOSEN},route="refresh"`)})`,
          legend: 'refreshes',
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Sign-ins, last hour',
      description: 'Sign-ins that ended with a token.',
      unit: 'short',
      width: 3,
      queries: [
        {
          expr: `sum(increase(domi_token_requests_total{${CHOSEN_PROVIDER},grant_type="authorization_code",outcome="success"}[1h]))`,
          legend: 'sign-ins',
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Builds',
      description: 'Versions that run; more than one for long is a rollout that is stuck.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `count by (version) (domi_build_info{${CHOSEN}})`, legend: '{{version}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Refreshes that fail',
      description:
        'Share of failed refreshes against the objective. Above the fast line the budget of a month is gone in two days.',
      unit: 'percentunit',
      width: 12,
      queries: [
        { expr: `job:domi_refresh_errors:ratio_rate5m{${JOB}}`, legend: '5 minutes, {{namespace}} {{job}}' },
        { expr: `job:domi_refresh_errors:ratio_rate1h{${JOB}}`, legend: '1 hour, {{namespace}} {{job}}' },
        { expr: '1 - max(domi:refresh_slo_objective:ratio)', legend: 'what the objective allows' },
        { expr: '14.4 * (1 - max(domi:refresh_slo_objective:ratio))', legend: 'fast burn' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Requests by status',
      description: 'All answers of the web port.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (status) (${rate('domi_http_request_duration_seconds_count', CHOSEN)})`,
          legend: '{{status}}',
        },
      ],
    },
  ],
};

const tokens: RowSpec = {
  title: 'Refreshes and outcomes',
  panels: [
    {
      kind: 'timeseries',
      title: 'Refreshes by outcome',
      description:
        'What the meeting services answered; every outcome but success is an error code of the documentation.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        { expr: `sum by (outcome) (${rate('domi_token_requests_total', REFRESH)})`, legend: '{{outcome}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Refreshes by provider',
      description: 'Who is asked, and how often.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        { expr: `sum by (provider) (${rate('domi_token_requests_total', REFRESH)})`, legend: '{{provider}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Dead tokens',
      description:
        'Share of refreshes that the provider answers with invalid_grant. Some are always dead; a step means that many users have to sign in again.',
      unit: 'percentunit',
      width: 12,
      queries: [
        { expr: `job:domi_dead_tokens:ratio15m{${JOB},provider=~"$provider"}`, legend: '{{provider}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Saved and lost',
      description:
        'Coalesced: shared the call of another request. Replayed: given the earlier answer again. Braked: refused, the token is known to be dead. Unclaimed: succeeded when the client had hung up.',
      unit: 'reqps',
      width: 12,
      queries: [
        { expr: `sum(${rate('domi_refresh_coalesced_total', CHOSEN_PROVIDER)})`, legend: 'coalesced' },
        { expr: `sum(${rate('domi_refresh_replayed_total', CHOSEN_PROVIDER)})`, legend: 'replayed' },
        { expr: `sum(${rate('domi_refresh_braked_total', CHOSEN_PROVIDER)})`, legend: 'braked' },
        { expr: `sum(${rate('domi_refresh_unclaimed_total', CHOSEN_PROVIDER)})`, legend: 'unclaimed' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Sign-ins by outcome',
      description: 'Code exchanges; a sign-in that ends before its exchange shows under the routes below.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (outcome) (${rate('domi_token_requests_total', `${CHOSEN_PROVIDER},grant_type="authorization_code"`)})`,
          legend: '{{outcome}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Revocations by outcome',
      description: 'Tokens that Notes gave back.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (outcome) (${rate('domi_token_requests_total', `${CHOSEN_PROVIDER},grant_type="revoke_token"`)})`,
          legend: '{{outcome}}',
        },
      ],
    },
  ],
};

const providers: RowSpec = {
  title: 'Providers',
  panels: [
    {
      kind: 'timeseries',
      title: 'Time that providers take',
      description:
        'Half of the token requests are answered sooner than p50; one in a hundred takes longer than p99. Notes gives up after 30 s.',
      unit: 's',
      width: 12,
      queries: [0.5, 0.95, 0.99].map((share) => ({
        expr: quantile(share, 'provider', 'domi_provider_request_duration_seconds', CHOSEN_PROVIDER),
        legend: `p${share * 100} {{provider}}`,
      })),
    },
    {
      kind: 'timeseries',
      title: 'Failures by provider',
      description: 'Everything that is neither success nor the fault of a token.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (provider, outcome) (${rate('domi_token_requests_total', `${CHOSEN_PROVIDER},${FAULTS}`)})`,
          legend: '{{provider}} {{outcome}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Circuit',
      description:
        'The worst circuit of each provider. While it is open, requests are answered at once and the provider is left alone.',
      unit: 'short',
      width: 12,
      max: 2,
      texts: { 0: 'closed', 1: 'half-open', 2: 'open' },
      queries: [
        {
          expr: `max by (provider) (domi_provider_circuit_state{${CHOSEN_PROVIDER}})`,
          legend: '{{provider}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Credentials refused',
      description: 'Times that a provider refused our client id or secret within 15 minutes.',
      unit: 'short',
      width: 12,
      queries: [
        {
          expr: `sum by (provider) (job:domi_token_requests:increase15m{${JOB},provider=~"$provider",outcome="client_credentials_refused"})`,
          legend: '{{provider}}',
        },
      ],
    },
  ],
};

const tenants: RowSpec = {
  title: 'Tenants and limits',
  panels: [
    {
      kind: 'stat',
      title: 'Tenants',
      description: 'Tenants of the configuration that runs.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `max(domi_tenants{${CHOSEN}})`, legend: 'tenants' }],
    },
    {
      kind: 'timeseries',
      title: 'Requests turned away',
      description:
        'Answered with 429 by fair use: whose limit it was, and whether the rate or the requests in flight. The log names the tenant.',
      unit: 'reqps',
      width: 10,
      stacked: true,
      queries: [
        {
          expr: `sum by (scope, limit) (${rate('domi_requests_limited_total', CHOSEN)})`,
          legend: '{{scope}} {{limit}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Busiest tenants',
      description: 'Only with DOMI_METRICS_TENANTS, which puts a bounded number of tenants on this metric.',
      unit: 'reqps',
      width: 10,
      queries: [
        {
          expr: `topk(10, sum by (tenant) (${rate('domi_tenant_token_requests_total', CHOSEN)}))`,
          legend: '{{tenant}}',
        },
      ],
    },
  ],
};

const http: RowSpec = {
  title: 'HTTP',
  panels: [
    {
      kind: 'timeseries',
      title: 'Requests by route',
      description: 'Rate of requests.',
      unit: 'reqps',
      width: 8,
      stacked: true,
      queries: [
        {
          expr: `sum by (route) (${rate('domi_http_request_duration_seconds_count', CHOSEN)})`,
          legend: '{{route}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Errors by route',
      description: 'Answers with 4xx and 5xx.',
      unit: 'reqps',
      width: 8,
      stacked: true,
      queries: [
        {
          expr: `sum by (route, status) (${rate('domi_http_request_duration_seconds_count', `${CHOSEN},status=~"4..|5.."`)})`,
          legend: '{{route}} {{status}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Duration by route, p95',
      description: 'From the head of a request to the end of its answer, the wait for a provider included.',
      unit: 's',
      width: 8,
      queries: [
        { expr: quantile(0.95, 'route', 'domi_http_request_duration_seconds', CHOSEN), legend: '{{route}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Own time by route, p99',
      description: 'Without the wait for a provider: what this service itself takes.',
      unit: 's',
      width: 8,
      queries: [{ expr: quantile(0.99, 'route', 'domi_own_duration_seconds', CHOSEN), legend: '{{route}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Requests in flight',
      description: 'Requests that are being answered. They pile up when a provider hangs.',
      unit: 'short',
      width: 8,
      queries: [{ expr: `sum by (instance) (domi_requests_in_flight{${CHOSEN}})`, legend: '{{instance}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Requests that could not be read',
      description: 'Refused before they reached a route: too slow, too large, or no HTTP.',
      unit: 'reqps',
      width: 8,
      stacked: true,
      queries: [
        { expr: `sum by (error) (${rate('domi_unparsed_requests_total', CHOSEN)})`, legend: '{{error}}' },
      ],
    },
  ],
};

const configuration: RowSpec = {
  title: 'Configuration and secrets',
  panels: [
    {
      kind: 'stat',
      title: 'Last reload',
      description: 'Whether every instance runs the configuration that it found last.',
      unit: 'short',
      width: 4,
      thresholds: [
        [0, 'red'],
        [1, 'green'],
      ],
      texts: { 0: 'failed', 1: 'successful' },
      queries: [{ expr: `min(domi_config_last_reload_successful{${CHOSEN}})`, legend: 'last reload' }],
    },
    {
      kind: 'stat',
      title: 'Age of the configuration',
      description: 'Time since the oldest instance last loaded a configuration.',
      unit: 's',
      width: 4,
      queries: [
        {
          expr: `time() - min(domi_config_last_reload_success_timestamp_seconds{${CHOSEN}})`,
          legend: 'age',
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Store',
      description: 'Whether every instance reaches the store that replicas share; empty where there is none.',
      unit: 'short',
      width: 4,
      thresholds: [
        [0, 'red'],
        [1, 'green'],
      ],
      texts: { 0: 'down', 1: 'up' },
      queries: [{ expr: `min(domi_store_up{${CHOSEN}})`, legend: 'store' }],
    },
    {
      kind: 'stat',
      title: 'First client secret that expires',
      description: 'Time that is left for the client secret with the nearest date.',
      unit: 's',
      width: 6,
      thresholds: [
        [0, 'red'],
        [7 * 86400, 'orange'],
        [30 * 86400, 'green'],
      ],
      queries: [
        {
          expr: `min(domi_client_secret_expiry_timestamp_seconds{${CHOSEN_PROVIDER},tenant=~"$tenant"}) - time()`,
          legend: 'time left',
        },
      ],
    },
    {
      kind: 'stat',
      title: 'TLS certificate',
      description:
        'Time that is left for the certificate that the service itself serves; empty where a proxy does TLS.',
      unit: 's',
      width: 6,
      thresholds: [
        [0, 'red'],
        [3 * 86400, 'orange'],
        [14 * 86400, 'green'],
      ],
      queries: [
        {
          expr: `min(domi_tls_certificate_expiry_timestamp_seconds{${CHOSEN}}) - time()`,
          legend: 'time left',
        },
      ],
    },
    {
      kind: 'table',
      title: 'Client secrets by time left',
      description: 'The twenty that expire first.',
      unit: 's',
      width: 12,
      queries: [
        {
          expr: `sort(bottomk(20, min by (tenant, provider) (domi_client_secret_expiry_timestamp_seconds{${CHOSEN_PROVIDER},tenant=~"$tenant"}) - time()))`,
          legend: '{{tenant}} {{provider}}',
        },
      ],
    },
    {
      kind: 'table',
      title: 'Seal keys',
      description: 'How many instances have each key. Every key that seals has to be on all of them.',
      unit: 'short',
      width: 12,
      queries: [
        {
          expr: `count by (kid, fingerprint, role) (domi_seal_key_info{${CHOSEN}})`,
          legend: '{{kid}} {{role}}',
        },
      ],
    },
  ],
};

const runtime: RowSpec = {
  title: 'Node runtime',
  panels: [
    {
      kind: 'timeseries',
      title: 'CPU',
      description: 'Cores in use. A Node process works on one thread: about 1 is all that it can use.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: `sum by (instance) (${rate('process_cpu_seconds_total', CHOSEN)})`, legend: '{{instance}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Memory',
      description: 'Resident memory, and the heap with the limit at which the process ends.',
      unit: 'bytes',
      width: 8,
      queries: [
        {
          expr: `max by (instance) (process_resident_memory_bytes{${CHOSEN}})`,
          legend: 'resident {{instance}}',
        },
        { expr: `max by (instance) (nodejs_heap_size_used_bytes{${CHOSEN}})`, legend: 'heap {{instance}}' },
        { expr: `max(domi_heap_size_limit_bytes{${CHOSEN}})`, legend: 'heap limit' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Event-loop lag',
      description: 'How late the turns of the event loop are; every request waits as long.',
      unit: 's',
      width: 8,
      queries: [
        {
          expr: `max by (instance) (nodejs_eventloop_lag_p50_seconds{${CHOSEN}})`,
          legend: 'p50 {{instance}}',
        },
        {
          expr: `max by (instance) (nodejs_eventloop_lag_p99_seconds{${CHOSEN}})`,
          legend: 'p99 {{instance}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Garbage collection',
      description: 'Share of the time that goes into it, by kind.',
      unit: 'percentunit',
      width: 8,
      queries: [
        { expr: `sum by (kind) (${rate('nodejs_gc_duration_seconds_sum', CHOSEN)})`, legend: '{{kind}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Open file descriptors',
      description: 'Connections and files against their limit.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: `max by (instance) (process_open_fds{${CHOSEN}})`, legend: 'open {{instance}}' },
        { expr: `max(process_max_fds{${CHOSEN}})`, legend: 'limit' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Time since the start',
      description: 'A line that falls to zero is a restart.',
      unit: 's',
      width: 8,
      queries: [
        {
          expr: `time() - max by (instance) (process_start_time_seconds{${CHOSEN}})`,
          legend: '{{instance}}',
        },
      ],
    },
  ],
};

export const ROWS: readonly RowSpec[] = [overview, tokens, providers, tenants, http, configuration, runtime];
