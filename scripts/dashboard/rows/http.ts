import type { RowSpec } from '../panels.ts';
import { CHOSEN, quantile, rate } from '../queries.ts';

export const http: RowSpec = {
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
      description: 'From the head of a request to the end of its answer, including the wait for a provider.',
      unit: 's',
      width: 8,
      queries: [
        { expr: quantile(0.95, 'route', 'domi_http_request_duration_seconds', CHOSEN), legend: '{{route}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Own time by route, p99',
      description: 'Time of this service itself, without the wait for a provider.',
      unit: 's',
      width: 8,
      queries: [{ expr: quantile(0.99, 'route', 'domi_own_duration_seconds', CHOSEN), legend: '{{route}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Requests in flight',
      description: 'Requests being answered. They pile up when a provider hangs.',
      unit: 'short',
      width: 8,
      queries: [{ expr: `sum by (instance) (domi_requests_in_flight{${CHOSEN}})`, legend: '{{instance}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Requests that could not be parsed',
      description: 'Refused before they reached a route: too slow, too large, or not HTTP.',
      unit: 'reqps',
      width: 8,
      stacked: true,
      queries: [
        { expr: `sum by (error) (${rate('domi_unparsed_requests_total', CHOSEN)})`, legend: '{{error}}' },
      ],
    },
  ],
};
