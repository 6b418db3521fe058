import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');

export const ALERTS_FILE = join(ROOT, 'helm/domi/files/alerts.yaml');
const DASHBOARD_FILE = join(ROOT, 'helm/domi/files/dashboard.json');
export const RUNBOOKS = join(ROOT, 'docs/runbooks');

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const groups = (
  parse(readFileSync(ALERTS_FILE, 'utf8')) as {
    groups: { name: string; rules: (RecordingRule | AlertingRule)[] }[];
  }
).groups;

export const RULES: readonly (RecordingRule | AlertingRule)[] = groups.flatMap(({ rules }) => rules);
export const ALERTS = RULES.filter((rule): rule is AlertingRule => 'alert' in rule);
export const RECORDS = RULES.filter((rule): rule is RecordingRule => 'record' in rule);

export function nameOf(rule: RecordingRule | AlertingRule): string {
  return 'alert' in rule ? rule.alert : rule.record;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
    readonly datasource: { readonly uid: string };
  }[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly allValue?: string;
}

export const DASHBOARD = JSON.parse(readFileSync(DASHBOARD_FILE, 'utf8')) as {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
};

export interface DashboardQuery {
  readonly name: string;
  /** As Grafana would send it with everything chosen. */
  readonly expr: string;
  /** The panel's name and format of each series. */
  readonly legend: string;
  readonly panel: string;
}

export const QUERIES: readonly DashboardQuery[] = DASHBOARD.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ refId, expr, legendFormat }) => ({
    name: `${title} ${refId}`,
    expr: fillIn(expr),
    legend: legendFormat,
    panel: title,
  })),
);

/** What Grafana puts in place of its variables when all values are chosen. */
export function fillIn(expression: string): string {
  return expression.replaceAll('$__rate_interval', '1m').replaceAll(/"\$\w+"/g, '".*"');
}
