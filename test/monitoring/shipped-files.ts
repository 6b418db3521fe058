import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');

export const ALERTS_FILE = join(ROOT, 'helm/domi/files/alerts.yaml');
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
