import type { RefreshEvent } from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';

/** What happened to refreshes besides the calls of providers. */
export function countRefresh(metrics: Metrics, labels: Labels, { kind, registration }: RefreshEvent): void {
  const counters = {
    coalesced: metrics.refreshCoalesced,
    replayed: metrics.refreshReplayed,
    known_dead: metrics.refreshKnownDead,
    unclaimed: metrics.refreshUnclaimed,
  };
  counters[kind].inc({ provider: labels.provider(registration.provider.id) });
}
