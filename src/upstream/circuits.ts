import { LRUCache } from 'lru-cache';
import { DomiError } from '../oauth/errors.ts';
import type { CircuitEvent, CircuitState } from '../observability/events.ts';

/** Circuit breakers: an endpoint that is down gets no calls for a while. Only failing endpoints have one. */
export interface Circuits {
  /** @throws DomiError `temporarily_unavailable` while the circuit of this key is open */
  begin(key: string, providerId: string): Attempt;
  /** Must be called once for every attempt. */
  end(attempt: Attempt, result: AttemptResult): void;
}

export type AttemptResult = 'answered' | 'outage';

export interface Attempt {
  readonly key: string;
  readonly providerId: string;
  /** Whether the endpoint was failing when the call began. */
  readonly wasFailing: boolean;
  /** Whether this is the one call that tries whether the endpoint is back. */
  readonly isTrial: boolean;
}

export interface CircuitLimits {
  /** Number of consecutive outages that open a circuit. */
  readonly failures: number;
  /** Milliseconds after which an open circuit lets one call try. */
  readonly openMs: number;
}

interface Circuit {
  readonly providerId: string;
  state: CircuitState;
  /** Consecutive ones. */
  outages: number;
  /** Milliseconds on the monotonic clock. */
  openedAt: number;
}

/** Bound on failing endpoints; beyond it, the least recently used circuits are dropped and start closed again. */
const MAX_CIRCUITS = 50_000;

/**
 * @param monotonic milliseconds that never go back: a clock that is set back must not keep a circuit open
 * @param observe gets the worst state among the circuits of a provider; only observes, and never throws
 */
export function createCircuits(
  limits: CircuitLimits,
  monotonic: () => number,
  observe: (event: CircuitEvent) => void,
): Circuits {
  /** The circuits that are not closed, by provider id; every provider that was called has a set. */
  const troubled = new Map<string, Set<Circuit>>();
  const circuits = new LRUCache<string, Circuit>({
    // Bounded by size: a bound by number (`max`) allocates the memory for all entries at once.
    maxSize: MAX_CIRCUITS,
    sizeCalculation: () => 1,
    dispose: (circuit) => move(circuit, 'closed'),
  });

  function move(circuit: Circuit, state: CircuitState): void {
    if (circuit.state === state) return;
    circuit.state = state;
    const { providerId } = circuit;
    const others = troubled.get(providerId) ?? new Set<Circuit>();
    troubled.set(providerId, others);
    if (state === 'closed') others.delete(circuit);
    else others.add(circuit);
    observe({ providerId, state: findWorst(others) });
  }

  function open(circuit: Circuit): void {
    circuit.openedAt = monotonic();
    move(circuit, 'open');
  }

  function countOutage(key: string, providerId: string): void {
    const circuit = circuits.get(key) ?? { providerId, state: 'closed', outages: 0, openedAt: 0 };
    circuits.set(key, circuit);
    // Concurrent calls fail together: another one may have opened the circuit already.
    if (circuit.state !== 'closed') return;
    circuit.outages += 1;
    if (circuit.outages >= limits.failures) open(circuit);
  }

  return {
    begin(key, providerId) {
      const circuit = circuits.get(key);
      if (circuit === undefined && !troubled.has(providerId)) {
        troubled.set(providerId, new Set());
        observe({ providerId, state: 'closed' });
      }
      if (circuit === undefined) return { key, providerId, wasFailing: false, isTrial: false };
      if (circuit.state === 'closed') return { key, providerId, wasFailing: true, isTrial: false };
      const wait = circuit.openedAt + limits.openMs - monotonic();
      if (circuit.state === 'half-open') refuse('circuit half-open', limits.openMs);
      if (wait > 0) refuse('circuit open', wait);
      move(circuit, 'half-open');
      return { key, providerId, wasFailing: true, isTrial: true };
    },
    end({ key, providerId, wasFailing, isTrial }, result) {
      const circuit = circuits.get(key);
      if (isTrial && circuit?.state === 'half-open' && result === 'outage') open(circuit);
      else if (result === 'outage') countOutage(key, providerId);
      // A call that began before the endpoint failed, or before the circuit opened, says nothing about the endpoint now.
      else if (circuit !== undefined && wasFailing && (isTrial || circuit.state === 'closed'))
        circuits.delete(key);
    },
  };
}

function findWorst(circuits: ReadonlySet<Circuit>): CircuitState {
  const states = new Set([...circuits].map(({ state }) => state));
  if (states.has('open')) return 'open';
  return states.has('half-open') ? 'half-open' : 'closed';
}

function refuse(reason: string, wait: number): never {
  throw new DomiError('temporarily_unavailable', { reason, retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
}
