import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CHART, pick } from '../../helpers/render-chart.ts';
import { environment, kind, type Look, type OptionCase } from './looks.ts';

const TLS = { ca: { secret: { name: 'cert', key: 'ca.crt' } }, serverName: 'domi.example.com' };

const monitor = (section: 'serviceMonitor' | 'podMonitor'): OptionCase[] => {
  const kindName = section === 'serviceMonitor' ? 'ServiceMonitor' : 'PodMonitor';
  const list = section === 'serviceMonitor' ? 'endpoints' : 'podMetricsEndpoints';
  const set = (values: object): object => ({ metrics: { [section]: { enabled: true, ...values } } });
  const relabeling = [{ action: 'labeldrop', regex: 'pod' }];
  const endpoint = (field: string): Look => kind(kindName, ({ spec }) => spec[list][0][field]);
  return [
    { key: `metrics.${section}.enabled`, values: set({}), look: endpoint('port'), expected: 'management' },
    {
      key: `metrics.${section}.labels`,
      values: set({ labels: { release: 'prometheus' } }),
      look: kind(kindName, ({ metadata }) => metadata.labels?.['release']),
      expected: 'prometheus',
    },
    {
      key: `metrics.${section}.namespace`,
      values: set({ namespace: 'monitoring' }),
      look: kind(kindName, ({ metadata, spec }) => [metadata.namespace, spec.namespaceSelector]),
      expected: ['monitoring', { matchNames: ['mail'] }],
    },
    {
      key: `metrics.${section}.tlsConfig`,
      values: { tls: { existingSecret: 'cert' }, ...set({ tlsConfig: TLS }) },
      look: endpoint('tlsConfig'),
      expected: TLS,
    },
    {
      key: `metrics.${section}.interval`,
      values: set({ interval: '7s' }),
      look: endpoint('interval'),
      expected: '7s',
    },
    {
      key: `metrics.${section}.scrapeTimeout`,
      values: set({ scrapeTimeout: '3s' }),
      look: endpoint('scrapeTimeout'),
      expected: '3s',
    },
    {
      key: `metrics.${section}.relabelings`,
      values: set({ relabelings: relabeling }),
      look: endpoint('relabelings'),
      expected: relabeling,
    },
    {
      key: `metrics.${section}.metricRelabelings`,
      values: set({ metricRelabelings: relabeling }),
      look: endpoint('metricRelabelings'),
      expected: relabeling,
    },
  ];
};

const rules = (values: object): object => ({ metrics: { prometheusRule: { enabled: true, ...values } } });

/** One rule of the PrometheusRule, by the name of its alert or record. */
const rule =
  (name: string): Look =>
  (all) =>
    pick(all, 'PrometheusRule')
      .spec.groups.flatMap((group: { rules: object[] }) => group.rules)
      .find((one: { alert?: string; record?: string }) => (one.alert ?? one.record) === name);

export const METRICS_OPTIONS: readonly OptionCase[] = [
  {
    key: 'metrics.tenantLabels',
    values: { metrics: { tenantLabels: 50 } },
    look: environment('DOMI_METRICS_TENANTS'),
    expected: '50',
  },
  {
    key: 'otel.endpoint',
    values: { otel: { endpoint: 'http://c:4318' } },
    look: (all) => [
      environment('OTEL_EXPORTER_OTLP_ENDPOINT')(all),
      environment('OTEL_RESOURCE_ATTRIBUTES')(all),
    ],
    expected: ['http://c:4318', 'k8s.namespace.name=mail,k8s.pod.name=$(POD_NAME)'],
  },
  {
    key: 'otel.protocol',
    values: { otel: { endpoint: 'http://c:4317', protocol: 'grpc' } },
    look: environment('OTEL_EXPORTER_OTLP_PROTOCOL'),
    expected: 'grpc',
  },
  {
    key: 'otel.serviceName',
    values: { otel: { endpoint: 'http://c:4318', serviceName: 'meetings' } },
    look: environment('OTEL_SERVICE_NAME'),
    expected: 'meetings',
  },
  {
    key: 'otel.samplingRatio',
    values: { otel: { endpoint: 'http://c:4318', samplingRatio: 0.05 } },
    look: environment('OTEL_TRACES_SAMPLER_ARG'),
    expected: '0.05',
  },
  ...monitor('serviceMonitor'),
  ...monitor('podMonitor'),
  {
    key: 'metrics.prometheusRule.enabled',
    values: rules({}),
    look: (all) => {
      const source = parse(readFileSync(join(CHART, 'files', 'alerts.yaml'), 'utf8'));
      return (
        JSON.stringify(pick(all, 'PrometheusRule').spec.groups) === JSON.stringify(sortFields(source.groups))
      );
    },
    expected: true,
  },
  {
    key: 'metrics.prometheusRule.namespace',
    values: rules({ namespace: 'monitoring' }),
    look: kind('PrometheusRule', ({ metadata }) => metadata.namespace),
    expected: 'monitoring',
  },
  {
    key: 'metrics.prometheusRule.labels',
    values: rules({ labels: { release: 'prometheus' } }),
    look: kind('PrometheusRule', ({ metadata }) => metadata.labels?.['release']),
    expected: 'prometheus',
  },
  {
    key: 'metrics.prometheusRule.rules',
    values: rules({
      rules: {
        DomiDown: { enabled: false },
        'domi:refresh_slo_objective:ratio': { expr: 'vector(0.99)' },
      },
    }),
    look: (all) => [
      rule('DomiDown')(all),
      (rule('domi:refresh_slo_objective:ratio')(all) as { expr: string }).expr,
    ],
    expected: [undefined, 'vector(0.99)'],
  },
  {
    key: 'metrics.prometheusRule.runbookBaseUrl',
    values: rules({ runbookBaseUrl: 'https://wiki.example/domi/' }),
    look: (all) =>
      (rule('DomiDown')(all) as { annotations: { runbook_url: string } }).annotations.runbook_url,
    expected: 'https://wiki.example/domi/DomiDown.md',
  },
  {
    key: 'metrics.dashboard.enabled',
    values: { metrics: { dashboard: { enabled: true } } },
    look: (all) => {
      const { 'domi.json': text } = pick(all, 'ConfigMap', 'domi-dashboard')['data'];
      return text === readFileSync(join(CHART, 'files', 'dashboard.json'), 'utf8');
    },
    expected: true,
  },
  {
    key: 'metrics.dashboard.namespace',
    values: { metrics: { dashboard: { enabled: true, namespace: 'grafana' } } },
    look: (all) => pick(all, 'ConfigMap', 'domi-dashboard').metadata.namespace,
    expected: 'grafana',
  },
  {
    key: 'metrics.dashboard.labels',
    values: { metrics: { dashboard: { enabled: true, labels: { grafana_dashboard: null, folder: 'x' } } } },
    look: (all) => {
      const { labels = {} } = pick(all, 'ConfigMap', 'domi-dashboard').metadata;
      return [labels['folder'], 'grafana_dashboard' in labels];
    },
    expected: ['x', false],
  },
  {
    key: 'metrics.dashboard.annotations',
    values: { metrics: { dashboard: { enabled: true, annotations: { folder: 'Mail' } } } },
    look: (all) => pick(all, 'ConfigMap', 'domi-dashboard').metadata.annotations,
    expected: { folder: 'Mail' },
  },
];

/** As Helm writes maps. */
function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, field]) => [name, sortFields(field)]));
}
