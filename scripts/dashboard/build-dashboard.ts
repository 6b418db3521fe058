import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, DATASOURCE } from './panels.ts';
import { ROWS } from './rows.ts';

/** Variables, each limited by the ones before. `.*` for "All" also matches series without the label. */
const VARIABLES: readonly (readonly [name: string, label: string, query: string])[] = [
  ['namespace', 'Namespace', 'label_values(domi_build_info, namespace)'],
  ['job', 'Job', 'label_values(domi_build_info{namespace=~"$namespace"}, job)'],
  ['instance', 'Instance', 'label_values(domi_build_info{namespace=~"$namespace",job=~"$job"}, instance)'],
  [
    'provider',
    'Provider',
    'label_values(domi_token_requests_total{namespace=~"$namespace",job=~"$job"}, provider)',
  ],
  [
    'tenant',
    'Tenant (client secrets)',
    'label_values(domi_client_secret_expiry_timestamp_seconds{namespace=~"$namespace",job=~"$job"}, tenant)',
  ],
];

const RUNBOOKS =
  'https://github.com/HCL-TECH-SOFTWARE/domino-online-meeting-integration/tree/main/docs/runbooks';

/** Builds the dashboard in the format that every Grafana since version 8 imports, from a file or from a ConfigMap. */
export function buildDashboard(): Dashboard {
  const builder = new DashboardBuilder('DOMI')
    .uid('domi')
    .description(
      'Sign-ins and token refreshes of Domino Online Meeting Integration: how they end, at which provider, and why.',
    )
    .tags(['domi'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .link(new DashboardLinkBuilder('Runbooks').type(DashboardLinkType.Link).url(RUNBOOKS).targetBlank(true))
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const [name, label, query] of VARIABLES) {
    builder.withVariable(
      new QueryVariableBuilder(name)
        .label(label)
        .datasource(DATASOURCE)
        .query(query)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .sort(VariableSort.AlphabeticalAsc)
        .multi(true)
        .includeAll(true)
        .allValue('.*')
        .current({ text: 'All', value: '$__all' }),
    );
  }
  builder.annotation(
    new AnnotationQueryBuilder()
      .name('Alerts')
      .datasource(DATASOURCE)
      .enable(true)
      .iconColor('red')
      .expr('ALERTS{alertname=~"Domi.+",alertstate="firing",namespace=~"$namespace",job=~"$job"}')
      .titleFormat('{{alertname}}')
      .textFormat('{{provider}} {{instance}}'),
  );

  let id = 0;
  for (const { title, panels } of ROWS) {
    id += 1;
    builder.withRow(new RowBuilder(title).id(id));
    for (const panel of panels) {
      id += 1;
      builder.withPanel(buildPanel(panel, id));
    }
  }
  return builder.build();
}
