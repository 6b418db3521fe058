import type { RowSpec } from '../panels.ts';
import { CHOSEN, CHOSEN_PROVIDER, FAULTS, rate } from '../queries.ts';

export const tenants: RowSpec = {
  title: 'Tenants and limits',
  panels: [
    {
      kind: 'stat',
      title: 'Tenants',
      description: 'Tenants of the configuration in use.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `max(domi_tenants{${CHOSEN}})`, legend: 'tenants' }],
    },
    {
      kind: 'timeseries',
      title: 'Requests limited',
      description:
        'Answered with 429 by fair use, by scope and by limit (rate or requests in flight). The log names the tenant.',
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
      description: 'Only with DOMI_METRICS_TENANTS, which gives this metric a bounded number of tenants.',
      unit: 'reqps',
      width: 10,
      queries: [
        {
          expr: `topk(10, sum by (tenant) (${rate('domi_tenant_token_requests_total', CHOSEN)}))`,
          legend: '{{tenant}}',
        },
      ],
    },
    {
      kind: 'table',
      title: 'Failing tenants',
      description:
        'Requests of the last 15 minutes that failed for another reason than a dead token. Only with DOMI_METRICS_TENANTS; without it, the log names the tenant.',
      unit: 'short',
      width: 24,
      queries: [
        {
          expr: `topk(20, sum by (tenant, provider, outcome) (increase(domi_tenant_token_requests_total{${CHOSEN_PROVIDER},${FAULTS}}[15m])) > 0)`,
          legend: '{{tenant}} {{provider}} {{outcome}}',
        },
      ],
    },
  ],
};
