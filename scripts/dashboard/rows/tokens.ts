import type { RowSpec } from '../panels.ts';
import { CHOSEN_PROVIDER, JOB, REFRESH, rate } from '../queries.ts';

export const tokens: RowSpec = {
  title: 'Refreshes and outcomes',
  panels: [
    {
      kind: 'timeseries',
      title: 'Refreshes by outcome',
      description: 'Responses of the meeting services; every outcome but success is a documented error code.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        { expr: `sum by (outcome) (${rate('domi_token_requests_total', REFRESH)})`, legend: '{{outcome}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Refreshes by provider',
      description: 'Which providers are called, and how often.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        { expr: `sum by (provider) (${rate('domi_token_requests_total', REFRESH)})`, legend: '{{provider}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Dead tokens',
      description:
        'Share of refreshes that the provider refuses with invalid_grant. Some tokens are always dead; a step means that many users must sign in again.',
      unit: 'percentunit',
      width: 12,
      queries: [
        { expr: `job:domi_dead_tokens:ratio15m{${JOB},provider=~"$provider"}`, legend: '{{provider}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Saved and lost',
      description:
        'Coalesced: shared the call of another request. Replayed: got the earlier response again. Known dead: refused, the token is known to be dead. Unclaimed: succeeded after the client had hung up.',
      unit: 'reqps',
      width: 12,
      queries: [
        { expr: `sum(${rate('domi_refresh_coalesced_total', CHOSEN_PROVIDER)})`, legend: 'coalesced' },
        { expr: `sum(${rate('domi_refresh_replayed_total', CHOSEN_PROVIDER)})`, legend: 'replayed' },
        { expr: `sum(${rate('domi_refresh_known_dead_total', CHOSEN_PROVIDER)})`, legend: 'known dead' },
        { expr: `sum(${rate('domi_refresh_unclaimed_total', CHOSEN_PROVIDER)})`, legend: 'unclaimed' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Sign-ins by outcome',
      description: 'Code exchanges; a sign-in that ends earlier shows under the routes below.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (outcome) (${rate('domi_token_requests_total', `${CHOSEN_PROVIDER},grant_type="authorization_code"`)})`,
          legend: '{{outcome}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Revocations by outcome',
      description: 'Tokens that Notes revoked.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (outcome) (${rate('domi_token_requests_total', `${CHOSEN_PROVIDER},grant_type="revoke_token"`)})`,
          legend: '{{outcome}}',
        },
      ],
    },
  ],
};
