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

/**
 * Circuit breakers: an endpoint that is down is left alone for a while. Each key has one from its first failure on until
 * it is well again; an endpoint that works needs none.
 */
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

/** Endpoints in trouble at once; the least used ones begin afresh. */
const MAX_CIRCUITS = 50_000;

/** What a call says about the endpoint. Not the answer itself: a breaker remembers its last failure. */
type Verdict = 'fine' | 'outage';

const outages = handleWhen(isOutage).orWhenResult((verdict) => verdict === 'outage');

export function createCircuits(limits: CircuitLimits, report: ReportCircuit): Circuits {
  /** Not closed ones, by provider; every provider that was called has a set. */
  const troubled = new Map<string, Set<Circuit>>();
  const circuits = new LRUCache<string, Circuit>({
    // A bound by size: one by number takes the memory for all of them at once.
    maxSize: MAX_CIRCUITS,
    sizeCalculation: () => 1,
    dispose: (circuit) => {
      if (troubled.get(circuit.providerId)?.has(circuit)) update(circuit, CircuitState.Closed);
    },
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

  function create(key: string, providerId: string): Circuit {
    const breaker = new ConsecutiveBreaker(limits.failures);
    const policy = circuitBreaker(outages, { halfOpenAfter: limits.openMs, breaker });
    const circuit: Circuit = { policy, providerId, openedAt: 0 };
    policy.onStateChange((state) => {
      if (state === CircuitState.Open) circuit.openedAt = Date.now();
      update(circuit, state);
    });
    circuits.set(key, circuit);
    return circuit;
  }

  async function callHealthy(
    key: string,
    providerId: string,
    send: () => Promise<ProviderAnswer>,
  ): Promise<ProviderAnswer> {
    if (!troubled.has(providerId)) {
      troubled.set(providerId, new Set());
      report(providerId, 'closed');
    }
    try {
      const answer = await send();
      if (judge(answer) === 'outage') await countFailure(key, providerId);
      return answer;
    } catch (error) {
      if (isOutage(error)) await countFailure(key, providerId);
      throw error;
    }
  }

  /** Calls that began together may fail together: the first makes the circuit, and one may have opened it by now. */
  async function countFailure(key: string, providerId: string): Promise<void> {
    const { policy } = circuits.get(key) ?? create(key, providerId);
    if (policy.state === CircuitState.Closed) await policy.execute(() => 'outage');
  }

  return {
    async call(key, providerId, send) {
      const circuit = circuits.get(key);
      if (circuit === undefined) return callHealthy(key, providerId, send);
      const { policy, openedAt } = circuit;
      const wait = openedAt + limits.openMs - Date.now();
      if (policy.state === CircuitState.Open && wait > 0) refuse('circuit open', wait);
      // One call tries whether the endpoint is back; the library would let the others wait for it.
      if (policy.state === CircuitState.HalfOpen) refuse('circuit half-open', limits.openMs);
      let answer: ProviderAnswer | undefined;
      const verdict = await policy.execute(async () => {
        answer = await send();
        return judge(answer);
      });
      if (verdict === 'fine' && policy.state === CircuitState.Closed) circuits.delete(key);
      return answer as unknown as ProviderAnswer;
    },
  };
}

function judge({ status }: ProviderAnswer): Verdict {
  return status >= 500 ? 'outage' : 'fine';
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
