import { DomiError } from '../oauth/errors.ts';
import type { CircuitState } from '../observability/events.ts';
import { createFailureCount, type FailureCount } from './failure-count.ts';

/** One circuit breaker. It is a value: `circuits.ts` decides what changes it. */
export interface Circuit {
  state: CircuitState;
  /** Milliseconds on the monotonic clock. */
  openedAt: number;
  /** Since the last success. */
  readonly failures: FailureCount;
}

export interface CircuitLimits {
  /** Number of different tokens, or of calls without a connection, that fail in a row and open a circuit. */
  readonly failures: number;
  /** Milliseconds after which an open circuit lets one call try. */
  readonly openMs: number;
}

export function createCircuit(mostPerClient: number): Circuit {
  return { state: 'closed', openedAt: 0, failures: createFailureCount(mostPerClient) };
}

/**
 * @param now milliseconds on the monotonic clock
 * @param whose added to the reason in the log
 * @throws DomiError `temporarily_unavailable` when the circuit lets no call pass at the moment
 */
export function checkCircuit(circuit: Circuit | undefined, openMs: number, now: number, whose = ''): void {
  if (circuit === undefined || circuit.state === 'closed') return;
  if (circuit.state === 'half-open') refuse(`circuit half-open${whose}`, openMs);
  const wait = circuit.openedAt + openMs - now;
  if (wait > 0) refuse(`circuit open${whose}`, wait);
}

function refuse(reason: string, wait: number): never {
  throw new DomiError('temporarily_unavailable', { reason, retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
}
