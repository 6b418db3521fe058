import type { CircuitEvent, CircuitState } from './events.ts';
import type { Labels } from './labels.ts';

/** The worst state among the circuits of each provider of the configuration in use. */
export interface CircuitGauge {
  /** @param providerIds of the configuration in use; only these are shown */
  adopt(providerIds: readonly string[]): void;
  change(event: CircuitEvent): void;
  /** @returns the state at this moment, by label value; providers without a value of their own share one */
  read(): ReadonlyMap<string, number>;
}

const VALUES: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/**
 * It is read by each scrape, since time alone ends the refusals of a circuit: an endpoint that nobody calls any more has no
 * event that would say so.
 * @param monotonic the clock of the events, in milliseconds
 */
export function createCircuitGauge(labels: Labels, monotonic: () => number): CircuitGauge {
  /** The last event of each circuit that is not closed. */
  const troubled = new Map<number, CircuitEvent>();
  let shown: ReadonlySet<string> = new Set();
  return {
    adopt(providerIds) {
      shown = new Set(providerIds.map(labels.provider));
    },
    change(event) {
      if (event.state === 'closed') troubled.delete(event.circuit);
      else troubled.set(event.circuit, event);
    },
    read() {
      const now = monotonic();
      const values = new Map([...shown].map((provider) => [provider, VALUES.closed]));
      for (const { providerId, state, refusesUntil } of troubled.values()) {
        const provider = labels.provider(providerId);
        const before = values.get(provider);
        if (before === undefined) continue;
        const isOver = state === 'open' && refusesUntil <= now;
        values.set(provider, Math.max(before, VALUES[isOver ? 'half-open' : state]));
      }
      return values;
    },
  };
}
