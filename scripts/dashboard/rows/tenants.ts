import type { RowSpec } from '../panels.ts';
import { CHOSEN, rate } from '../queries.ts';

export const tenants: RowSpec = {
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
