import type { RowSpec } from '../panels.ts';
import { CHOSEN, CHOSEN_PROVIDER, JOB, rate } from '../queries.ts';

export const overview: RowSpec = {
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
      title: 'Alerts firing',
      description: 'Alerts of this service that are firing; each has a runbook page.',
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
        'Refreshes whose token is not dead. Limited requests are left out as well; failures of a provider count.',
      unit: 'percentunit',
      width: 4,
      queries: [{ expr: `1 - max(job:domi_refresh_errors:ratio_rate1h{${JOB}})`, legend: 'last hour' }],
    },
    {
      kind: 'stat',
      title: 'Error budget left, 30 days',
      description: 'Share of the failures allowed by the objective in 30 days that has not been used.',
      unit: 'percentunit',
      width: 4,
      thresholds: [
        [-1000, 'red'],
        [0, 'orange'],
        [0.25, 'green'],
      ],
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
      description: 'Refreshes that clients requested, per second.',
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
      description: 'Versions that are running; more than one for a long time means a stuck rollout.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `count by (version) (domi_build_info{${CHOSEN}})`, legend: '{{version}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Refreshes that fail',
      description:
        'Share of failed refreshes against the objective. Above the fast line, the budget of a month is used up in two days.',
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
