import type { CircuitEvent, CircuitState } from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';

const VALUES: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/**
 * Feeds the circuit gauge. Providers without their own label value share one, which shows the worst state among them.
 */
export function createCircuitGauge({ circuitState }: Metrics, labels: Labels): (event: CircuitEvent) => void {
  /** The states of providers that are not closed, by label value. */
  const troubled = new Map<string, Map<string, number>>();
  return ({ providerId, state }) => {
    const provider = labels.provider(providerId);
    const values = troubled.get(provider) ?? new Map<string, number>();
    troubled.set(provider, values);
    if (state === 'closed') values.delete(providerId);
    else values.set(providerId, VALUES[state]);
    circuitState.set({ provider }, Math.max(VALUES.closed, ...values.values()));
  };
}
