import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { ProviderAnswer } from '../oauth/token-response.ts';

/** Circuit breakers, one for each key: an endpoint that is down is left alone for a while. */
export interface Circuits {
  /** @throws DomiError `temporarily_unavailable` without a call, while the circuit is open */
  call(key: string, providerId: string, send: () => Promise<ProviderAnswer>): Promise<ProviderAnswer>;
}

export interface CircuitLimits {
  /** Failures in a row that open a circuit. */
  readonly failures: number;
  /** Milliseconds after which an open circuit lets one call try. */
  readonly openMs: number;
}

export type CircuitName = 'closed' | 'half-open' | 'open';

/** Told the worst state among the circuits of a provider, whenever it may have changed. */
export type ReportCircuit = (providerId: string, state: CircuitName) => void;

interface Circuit {
  readonly policy: CircuitBreakerPolicy;
  readonly providerId: string;
  openedAt: number;
}

/** The least used ones begin afresh. */
const MAX_CIRCUITS = 50_000;

/** What a call says about the endpoint. Not the answer itself: a breaker remembers its last failure. */
type Verdict = 'fine' | 'outage';

const outages = handleWhen(isOutage).orWhenResult((verdict) => verdict === 'outage');

export function createCircuits(limits: CircuitLimits, report: ReportCircuit): Circuits {
  /** Not closed ones, by provider. */
  const troubled = new Map<string, Set<Circuit>>();
  const circuits = new LRUCache<string, Circuit>({
    // A bound by size: one by number takes the memory for all of them at once.
    maxSize: MAX_CIRCUITS,
    sizeCalculation: () => 1,
    dispose: (circuit) => update(circuit, CircuitState.Closed),
  });

  function update(circuit: Circuit, state: CircuitState): void {
    const { providerId } = circuit;
    const others = troubled.get(providerId) ?? new Set();
    troubled.set(providerId, others);
    if (state === CircuitState.Closed) others.delete(circuit);
    else others.add(circuit);
    const states = [...others].map(({ policy }) => policy.state);
    if (states.includes(CircuitState.Open)) report(providerId, 'open');
    else report(providerId, states.length > 0 ? 'half-open' : 'closed');
  }

  function find(key: string, providerId: string): Circuit {
    const known = circuits.get(key);
    if (known !== undefined) return known;
    const breaker = new ConsecutiveBreaker(limits.failures);
    const policy = circuitBreaker(outages, { halfOpenAfter: limits.openMs, breaker });
    const circuit: Circuit = { policy, providerId, openedAt: 0 };
    policy.onStateChange((state) => {
      if (state === CircuitState.Open) circuit.openedAt = Date.now();
      update(circuit, state);
    });
    circuits.set(key, circuit);
    if (!troubled.has(providerId)) update(circuit, CircuitState.Closed);
    return circuit;
  }

  return {
    async call(key, providerId, send) {
      const { policy, openedAt } = find(key, providerId);
      const wait = openedAt + limits.openMs - Date.now();
      if (policy.state === CircuitState.Open && wait > 0) refuse('circuit open', wait);
      // One call tries whether the endpoint is back; the library would let the others wait for it.
      if (policy.state === CircuitState.HalfOpen) refuse('circuit half-open', limits.openMs);
      let answer: ProviderAnswer | undefined;
      await policy.execute(async (): Promise<Verdict> => {
        answer = await send();
        return answer.status >= 500 ? 'outage' : 'fine';
      });
      return answer as unknown as ProviderAnswer;
    },
  };
}

function refuse(reason: string, wait: number): never {
  throw new DomiError('temporarily_unavailable', { reason, retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
}

/** No answer. A 4xx never counts: it says something about one token, and would shut out everybody else's. */
function isOutage(error: unknown): boolean {
  return (
    isDomiError(error) &&
    ['provider_unreachable', 'provider_timeout', 'provider_connection_lost'].includes(error.code)
  );
}
