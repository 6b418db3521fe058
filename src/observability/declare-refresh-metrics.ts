import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { SECONDS } from './duration-buckets.ts';

/** What happens to refreshes besides calls to providers, and what is remembered for that. */
export function declareRefreshMetrics(registers: Registry[]) {
  return {
    refreshCoalesced: new Counter({
      name: 'domi_refresh_coalesced_total',
      help: 'Refreshes that shared the call of another request with the same token.',
      labelNames: ['provider'],
      registers,
    }),
    refreshReplayed: new Counter({
      name: 'domi_refresh_replayed_total',
      help: 'Refreshes that got the response to an earlier request with the same token.',
      labelNames: ['provider'],
      registers,
    }),
    refreshKnownDead: new Counter({
      name: 'domi_refresh_known_dead_total',
      help: 'Refreshes refused without a call, because their token is known to be dead.',
      labelNames: ['provider'],
      registers,
    }),
    refreshUnclaimed: new Counter({
      name: 'domi_refresh_unclaimed_total',
      help: 'Refreshes that succeeded at the provider after the client had hung up.',
      labelNames: ['provider'],
      registers,
    }),
    refreshInDoubt: new Counter({
      name: 'domi_refresh_in_doubt_total',
      help: 'Refreshes refused with 503, because another replica may be spending their token.',
      labelNames: ['provider'],
      registers,
    }),
    refreshWaitSeconds: new Histogram({
      name: 'domi_refresh_wait_duration_seconds',
      help: 'Time that refreshes waited for the call of another request, on this replica or on another one.',
      labelNames: ['provider', 'waited_for'],
      buckets: SECONDS,
      registers,
    }),
    superseded: new Counter({
      name: 'domi_superseded_tokens_total',
      help: 'Refreshes refused without a call, because their token is spent and has a successor.',
      labelNames: ['provider'],
      registers,
    }),
    replayDenied: new Counter({
      name: 'domi_refresh_replay_denied_total',
      help: 'Refreshes with a spent token that did not get its response again, by reason.',
      labelNames: ['provider', 'reason'],
      registers,
    }),
    responsesNotKept: new Counter({
      name: 'domi_refresh_responses_not_kept_total',
      help: 'Responses that cannot be replayed: too large, or no room for them.',
      labelNames: ['provider', 'reason'],
      registers,
    }),
    tokensInDoubt: new Gauge({
      name: 'domi_tokens_in_doubt',
      help: 'Tokens that another replica was seen to hold, and whose outcome is not known here.',
      registers,
    }),
    supersededRemembered: new Gauge({
      name: 'domi_superseded_tokens_remembered',
      help: 'Spent tokens whose fingerprints are in the memory of this replica.',
      registers,
    }),
    replayMemoryBytes: new Gauge({
      name: 'domi_replay_memory_bytes',
      help: 'Memory taken by sealed responses that can be replayed.',
      registers,
    }),
  };
}
