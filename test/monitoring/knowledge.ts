import { ERROR_CODES } from '../../src/oauth/errors.ts';
import { DELIVERY_OUTCOMES } from '../../src/observability/events.ts';
import { type Exposition, readExposition } from '../helpers/exposition.ts';
import { checkExpression, type Knowledge } from './check-expression.ts';
import { RECORDS } from './shipped-files.ts';

/** On every series: from the scrape configuration, or from the operator's Kubernetes service discovery. */
const TARGET_LABELS = ['namespace', 'job', 'instance', 'pod'];

/** Made by Prometheus itself. */
const OF_PROMETHEUS: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity'],
};

/** Not exposed by the service of these tests, and why. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  // It speaks plain HTTP.
  domi_tls_certificate_expiry_timestamp_seconds: [],
};

/** What an expression may name, from what a running service exposed, plus what the recording rules make of it. */
export function learnFrom(scraped: string): Knowledge {
  const exposition = readExposition(scraped);
  const metrics = new Map<string, ReadonlySet<string>>();
  const add = (name: string, labels: Iterable<string>): void =>
    void metrics.set(name, new Set([...labels, ...TARGET_LABELS]));
  for (const [name, labels] of Object.entries({ ...ELSEWHERE, ...OF_PROMETHEUS })) add(name, labels);
  for (const [name, labels] of exposition) add(name, labels.keys());
  const knowledge: Knowledge = {
    metrics,
    values: new Map([
      ['outcome', new Set(['success', ...ERROR_CODES, ...DELIVERY_OUTCOMES])],
      ['grant_type', readValues(exposition, 'domi_token_requests_total', 'grant_type')],
      ['route', readValues(exposition, 'domi_http_request_duration_seconds_count', 'route')],
      // Nothing brings the service to a fault of its own; that would be one to mend.
      ['status', readValues(exposition, 'domi_http_request_duration_seconds_count', 'status').add('500')],
    ]),
  };
  // A recording rule may build on one that stands before it. What it records has the labels of its expression only.
  for (const { record, expr } of RECORDS) metrics.set(record, checkExpression(expr, knowledge).labels);
  return knowledge;
}

function readValues(exposition: Exposition, metric: string, label: string): Set<string> {
  const values = exposition.get(metric)?.get(label);
  if (values === undefined) throw new Error(`the running service exposes no ${metric}{${label}}`);
  return new Set(values);
}
