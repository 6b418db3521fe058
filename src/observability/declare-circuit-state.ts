import { Gauge, type Registry } from 'prom-client';

/**
 * A gauge that no event sets: an open circuit ends by time alone. Read at every scrape, so that providers which are no
 * longer configured leave.
 */
export function declareCircuitState(registers: Registry[], read: () => ReadonlyMap<string, number>): void {
  new Gauge({
    name: 'domi_provider_circuit_state',
    help: 'The worst circuit among the endpoints of the provider: 0 closed, 1 half-open (one call tries), 2 open.',
    labelNames: ['provider'],
    registers,
    collect() {
      this.reset();
      for (const [provider, value] of read()) this.set({ provider }, value);
    },
  });
}
