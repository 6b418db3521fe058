import type { RowSpec } from '../panels.ts';
import { CHOSEN, CHOSEN_PROVIDER } from '../queries.ts';

export const configuration: RowSpec = {
  title: 'Configuration and secrets',
  panels: [
    {
      kind: 'stat',
      title: 'Last reload',
      description: 'Whether every instance uses the last configuration that it read.',
      unit: 'short',
      width: 3,
      thresholds: [
        [0, 'red'],
        [1, 'green'],
      ],
      texts: { 0: 'failed', 1: 'successful' },
      queries: [{ expr: `min(domi_config_last_reload_successful{${CHOSEN}})`, legend: 'last reload' }],
    },
    {
      kind: 'stat',
      title: 'Tenants left out',
      description: 'Tenants that are not served because their configuration has a fault.',
      unit: 'short',
      width: 3,
      thresholds: [
        [0, 'green'],
        [1, 'red'],
      ],
      queries: [{ expr: `max(domi_tenants_rejected{${CHOSEN}})`, legend: 'left out' }],
    },
    {
      kind: 'stat',
      title: 'Configurations in use',
      description:
        'How many different contents of the provider files the instances use; 1 when all use the same.',
      unit: 'short',
      width: 3,
      thresholds: [
        [0, 'green'],
        [2, 'orange'],
      ],
      queries: [{ expr: `count(group by (hash) (domi_config_info{${CHOSEN}}))`, legend: 'configurations' }],
    },
    {
      kind: 'stat',
      title: 'Age of the configuration',
      description: 'Time since the oldest instance last loaded a configuration.',
      unit: 's',
      width: 3,
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
      description: 'Whether every instance reaches the store that replicas share; empty without a store.',
      unit: 'short',
      width: 3,
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
      description: 'Time left for the client secret that expires first.',
      unit: 's',
      width: 5,
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
      description: 'Time left for the certificate of the service itself; empty if a proxy terminates TLS.',
      unit: 's',
      width: 4,
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
      title: 'Client credentials that are refused',
      description: 'What the standing probe has found: 0 is refused. Empty is good.',
      unit: 'short',
      width: 12,
      thresholds: [
        [0, 'red'],
        [1, 'green'],
      ],
      queries: [
        {
          expr: `min by (tenant, provider) (domi_client_credentials_valid{${CHOSEN_PROVIDER},tenant=~"$tenant"}) == 0`,
          legend: '{{tenant}} {{provider}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Probes and deliveries',
      description:
        'Probes of client credentials by verdict, and events that providers deliver by outcome, each minute.',
      unit: 'short',
      width: 12,
      queries: [
        {
          expr: `60 * sum by (verdict) (rate(domi_client_credential_probes_total{${CHOSEN_PROVIDER}}[$__rate_interval]))`,
          legend: 'probe {{verdict}}',
        },
        {
          expr: `60 * sum by (outcome) (rate(domi_webhook_deliveries_total{${CHOSEN_PROVIDER}}[$__rate_interval]))`,
          legend: 'delivery {{outcome}}',
        },
      ],
    },
    {
      kind: 'table',
      title: 'Seal keys',
      description: 'How many instances have each key. All of them must have every key that seals.',
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
