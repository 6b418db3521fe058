import type { RowSpec } from '../panels.ts';
import { CHOSEN, CHOSEN_PROVIDER, JOB, quantile, REFRESH, rate } from '../queries.ts';

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
        'Coalesced: shared the call of another request. Replayed: got the earlier response again. Known dead: refused, the provider has refused the token before. Unclaimed: succeeded after the client had hung up.',
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
      title: 'Spent tokens refused',
      description:
        'Refreshes with a token that has a successor, by the reason why they did not get its response again. successor_used: a stale copy, or a thief. expired: the same hours later, or a client that lost the response and came back too late.',
      unit: 'reqps',
      width: 12,
      stacked: true,
      queries: [
        {
          expr: `sum by (reason) (${rate('domi_refresh_replay_denied_total', CHOSEN_PROVIDER)})`,
          legend: '{{reason}}',
        },
        {
          expr: `sum by (reason) (${rate('domi_refresh_responses_not_kept_total', CHOSEN_PROVIDER)})`,
          legend: 'not kept: {{reason}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Waiting for another request with the same token',
      description:
        '95th percentile: on the same replica (request), or for the lease of another one (replica). The provider takes most of it.',
      unit: 's',
      width: 12,
      queries: [
        {
          expr: quantile(0.95, 'waited_for', 'domi_refresh_wait_duration_seconds', CHOSEN_PROVIDER),
          legend: '{{waited_for}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Tokens in doubt',
      description:
        'Tokens that another replica was seen to hold, and whose outcome is not known; they are not presented for up to 35 s. More than a moment means that the store is lost.',
      unit: 'short',
      width: 12,
      queries: [
        { expr: `sum by (instance) (domi_tokens_in_doubt{${CHOSEN}})`, legend: '{{instance}}' },
        {
          expr: `60 * sum(${rate('domi_refresh_in_doubt_total', CHOSEN_PROVIDER)})`,
          legend: 'refreshes put off, per minute',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Memory for replays',
      description: 'Sealed responses that can be given again; the bound is 32 MiB for each replica.',
      unit: 'bytes',
      width: 12,
      queries: [{ expr: `sum by (instance) (domi_replay_memory_bytes{${CHOSEN}})`, legend: '{{instance}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Spent tokens remembered',
      description: 'Fingerprints in the memory of each replica; the bound is 200,000.',
      unit: 'short',
      width: 12,
      queries: [
        { expr: `sum by (instance) (domi_superseded_tokens_remembered{${CHOSEN}})`, legend: '{{instance}}' },
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
