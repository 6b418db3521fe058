import type { RowSpec } from '../panels.ts';
import { CHOSEN_PROVIDER, JOB, REFRESH, rate } from '../queries.ts';

export const tokens: RowSpec = {
  title: 'Refreshes and outcomes',
  panels: [
    {
      kind: 'timeseries',
      title: 'Refreshes by outcome',
      description:
        'What the meeting services answered; every outcome but success is an error code of the documentation.',
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
      description: 'Who is asked, and how often.',
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
        'Share of refreshes that the provider answers with invalid_grant. Some are always dead; a step means that many users have to sign in again.',
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
        'Coalesced: shared the call of another request. Replayed: given the earlier answer again. Braked: refused, the token is known to be dead. Unclaimed: succeeded when the client had hung up.',
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
      description: 'Code exchanges; a sign-in that ends before its exchange shows under the routes below.',
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
      description: 'Tokens that Notes gave back.',
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
