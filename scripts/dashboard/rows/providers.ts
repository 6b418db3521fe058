import type { RowSpec } from '../panels.ts';
import { CHOSEN_PROVIDER, FAULTS, JOB, quantile, rate } from '../queries.ts';

export const providers: RowSpec = {
  title: 'Providers',
  panels: [
    {
      kind: 'timeseries',
      title: 'Time that providers take',
      description:
        'Half of the token requests take less than p50; one in a hundred takes longer than p99. Notes gives up after 30 s.',
      unit: 's',
      width: 12,
      queries: [0.5, 0.95, 0.99].map((share) => ({
        expr: quantile(share, 'provider', 'domi_provider_request_duration_seconds', CHOSEN_PROVIDER),
        legend: `p${share * 100} {{provider}}`,
      })),
    },
    {
      kind: 'timeseries',
      title: 'Failures by provider',
      description: 'All outcomes that are neither a success nor caused by a token.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (provider, outcome) (${rate('domi_token_requests_total', `${CHOSEN_PROVIDER},${FAULTS}`)})`,
          legend: '{{provider}} {{outcome}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Circuit',
      description:
        'The worst circuit of each provider. While it is open, requests are refused at once and the provider gets no calls.',
      unit: 'short',
      width: 12,
      max: 2,
      texts: { 0: 'closed', 1: 'half-open', 2: 'open' },
      queries: [
        {
          expr: `max by (provider) (domi_provider_circuit_state{${CHOSEN_PROVIDER}})`,
          legend: '{{provider}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Credentials refused',
      description: 'How often a provider refused our client id or secret within 15 minutes.',
      unit: 'short',
      width: 12,
      queries: [
        {
          expr: `sum by (provider) (job:domi_token_requests:increase15m{${JOB},provider=~"$provider",outcome="client_credentials_refused"})`,
          legend: '{{provider}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Client secrets in use',
      description:
        'Token requests by the position of the accepted client secret. Any other than the first means that the first is refused.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (provider, position) (${rate('domi_client_secret_used_total', CHOSEN_PROVIDER)})`,
          legend: '{{provider}} {{position}}',
        },
      ],
    },
  ],
};
