import type { CircuitEvent, CircuitState } from '../observability/events.ts';

/** How many endpoints of each provider are in which state: a gauge shows the worst one. */
export interface StateCounts {
  /** Shows a provider that has made no call before as closed. */
  introduce(providerId: string): void;
  /** An endpoint of this provider changes its state. */
  move(providerId: string, from: CircuitState, to: CircuitState): void;
}

interface Counts {
  open: number;
  'half-open': number;
  shown: CircuitState;
}

/** @param observe gets every change of the worst state; only observes, and never throws */
export function createStateCounts(observe: (event: CircuitEvent) => void): StateCounts {
  const byProvider = new Map<string, Counts>();

  function introduce(providerId: string): Counts {
    const known = byProvider.get(providerId);
    if (known !== undefined) return known;
    const counts: Counts = { open: 0, 'half-open': 0, shown: 'closed' };
    byProvider.set(providerId, counts);
    observe({ providerId, state: 'closed' });
    return counts;
  }

  return {
    introduce: (providerId) => void introduce(providerId),
    move(providerId, from, to) {
      const counts = introduce(providerId);
      if (from !== 'closed') counts[from] -= 1;
      if (to !== 'closed') counts[to] += 1;
      const state = findWorst(counts);
      if (state === counts.shown) return;
      counts.shown = state;
      observe({ providerId, state });
    },
  };
}

function findWorst(counts: Counts): CircuitState {
  if (counts.open > 0) return 'open';
  return counts['half-open'] > 0 ? 'half-open' : 'closed';
}
