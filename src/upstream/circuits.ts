import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CircuitEvent } from '../observability/events.ts';
import { type Circuit, type CircuitLimits, checkCircuit, createCircuit } from './circuit.ts';

/**
 * Circuit breakers: an endpoint that is down gets no calls for a while. Every call passes two circuits: that of the
 * endpoint, which opens when several clients see an outage, and that of its client at the endpoint, which opens for this
 * client alone. Only failing endpoints and clients have one.
 */
export interface Circuits {
  /** @throws DomiError `temporarily_unavailable` while one of both circuits is open */
  begin(call: CircuitCall): Attempt;
  /** Must be called once for every attempt. */
  end(attempt: Attempt, result: AttemptResult): void;
  /** Endpoints that have a circuit. */
  list(): FailingEndpoint[];
  /** Drops the circuits of these endpoints. Calls that have begun before give no endpoint a circuit any more. */
  drop(endpoints: readonly string[]): void;
}

interface FailingEndpoint {
  readonly endpoint: string;
  readonly tenantId: string;
  /** Of the call that failed first: providers of a tenant may share an endpoint. */
  readonly providerId: string;
}

export interface CircuitCall {
  /** Calls with the same value share a circuit. */
  readonly endpoint: string;
  readonly tenantId: string;
  readonly providerId: string;
  readonly clientNetwork: string;
  /** The token or code that is presented; only its fingerprint is kept, and only when the call fails. */
  readonly presented: string;
}

/** `failed`: the call reached the endpoint, so its token may be the reason. `unreachable`: there was no connection. */
export type AttemptResult = 'answered' | 'failed' | 'unreachable';

export interface Attempt {
  readonly call: CircuitCall;
  readonly clientKey: string;
  readonly ofEndpoint: Passage;
  readonly ofClient: Passage;
  /** How often circuits had been dropped when it began. */
  readonly drops: number;
}

/**
 * How a call passed a circuit. `failing`: calls were failing when it began. `trial`: it is the one call that tries whether
 * an open circuit can close.
 */
type Passage = 'unknown' | 'failing' | 'trial';

interface EndpointCircuit extends Circuit, FailingEndpoint {
  /** Names it in events. */
  readonly id: number;
  /** Client networks whose trial has failed since it opened. */
  readonly failedTrials: Set<string>;
  /** Until when a client is refused whose circuit has opened since the last success; undefined: there is none. */
  clientRefusedUntil: number | undefined;
  /** What was observed last; undefined while it has always been closed. */
  shown: CircuitEvent | undefined;
}

/** Several clients: so many networks must see an outage before the circuit of an endpoint opens, or opens again. */
const SEVERAL = 3;

/** Bounds on circuits; beyond them, the least recently used ones are dropped and start closed again. */
const MAX_ENDPOINTS = 50_000;
const MAX_CLIENTS = 50_000;

/**
 * @param monotonic milliseconds that never go back: a clock that is set back must not keep a circuit open
 * @param observe gets every change of the circuit of an endpoint; only observes, and never throws
 */
export function createCircuits(
  limits: CircuitLimits,
  monotonic: () => number,
  observe: (event: CircuitEvent) => void,
): Circuits {
  const fingerprintKey = randomBytes(32);
  // Bounded by size: a bound by number (`max`) allocates the memory for all entries at once.
  const clients = new LRUCache<string, Circuit>({ maxSize: MAX_CLIENTS, sizeCalculation: () => 1 });
  const endpoints = new LRUCache<string, EndpointCircuit>({
    maxSize: MAX_ENDPOINTS,
    sizeCalculation: () => 1,
    dispose: hide,
  });
  let circuitCount = 0;
  let drops = 0;

  /** An endpoint with an open client counts as open, too, until a call succeeds: that client may be all there are. */
  function show(circuit: EndpointCircuit): void {
    const { id, providerId, clientRefusedUntil } = circuit;
    const isOpenForClient = circuit.state === 'closed' && clientRefusedUntil !== undefined;
    const state = isOpenForClient ? 'open' : circuit.state;
    if (state === 'closed') return;
    const refusesUntil = Math.max(
      circuit.state === 'open' ? circuit.openedAt + limits.openMs : 0,
      clientRefusedUntil ?? 0,
    );
    if (circuit.shown?.state === state && circuit.shown.refusesUntil === refusesUntil) return;
    circuit.shown = { circuit: id, providerId, state, refusesUntil };
    observe(circuit.shown);
  }

  function hide({ shown }: EndpointCircuit): void {
    if (shown !== undefined) observe({ ...shown, state: 'closed', refusesUntil: 0 });
  }

  function open(circuit: Circuit): void {
    circuit.openedAt = monotonic();
    circuit.state = 'open';
  }

  /** @returns undefined for a call that began before circuits were dropped: its endpoint may be one that nobody uses now */
  function findEndpoint(attempt: Attempt): EndpointCircuit | undefined {
    const { endpoint, tenantId, providerId } = attempt.call;
    const known = endpoints.get(endpoint);
    if (known !== undefined || attempt.drops !== drops) return known;
    circuitCount += 1;
    const circuit: EndpointCircuit = {
      ...createCircuit(Math.ceil(limits.failures / SEVERAL)),
      id: circuitCount,
      endpoint,
      tenantId,
      providerId,
      failedTrials: new Set(),
      clientRefusedUntil: undefined,
      shown: undefined,
    };
    endpoints.set(endpoint, circuit);
    return circuit;
  }

  function findClient(key: string): Circuit {
    const circuit = clients.get(key) ?? createCircuit(limits.failures);
    clients.set(key, circuit);
    return circuit;
  }

  /** Counts a failure of a closed circuit: concurrent calls fail together, and another one may have opened it already. */
  function count(circuit: Circuit, call: CircuitCall, fingerprint: string | undefined): void {
    if (circuit.state !== 'closed') return;
    if (fingerprint === undefined) circuit.failures.addUnreachable();
    else circuit.failures.addToken(call.clientNetwork, fingerprint);
    if (circuit.failures.total >= limits.failures) open(circuit);
  }

  function endTrial(circuit: EndpointCircuit, { call, clientKey }: Attempt, result: AttemptResult): void {
    circuit.failedTrials.add(call.clientNetwork);
    if (result === 'unreachable' || circuit.failedTrials.size >= SEVERAL) {
      circuit.failedTrials.clear();
      open(circuit);
      return;
    }
    // The token may be the reason: another client may try at once, but not this one.
    circuit.state = 'open';
    open(findClient(clientKey));
  }

  function endFailure(attempt: Attempt, result: AttemptResult): void {
    const { call, clientKey, ofEndpoint, ofClient } = attempt;
    const isReached = result === 'failed';
    const fingerprint = isReached
      ? createHmac('sha256', fingerprintKey).update(call.presented).digest('base64url')
      : undefined;
    const endpoint = findEndpoint(attempt);
    if (ofEndpoint === 'trial' && endpoint?.state === 'half-open') endTrial(endpoint, attempt, result);
    else if (endpoint !== undefined) count(endpoint, call, fingerprint);

    if (ofClient === 'trial') open(findClient(clientKey));
    // Without a connection, nothing is known about this client.
    else if (isReached) count(findClient(clientKey), call, fingerprint);
    if (endpoint === undefined) return;
    const client = clients.get(clientKey);
    if (client?.state === 'open')
      endpoint.clientRefusedUntil = Math.max(
        endpoint.clientRefusedUntil ?? 0,
        client.openedAt + limits.openMs,
      );
    show(endpoint);
  }

  return {
    begin(call) {
      const clientKey = `${call.endpoint} ${call.clientNetwork}`;
      const endpoint = endpoints.get(call.endpoint);
      const client = clients.get(clientKey);
      // Both are checked before one changes its state: a call that is refused tries nothing.
      checkCircuit(endpoint, limits.openMs, monotonic());
      checkCircuit(client, limits.openMs, monotonic(), ' for this client');
      const attempt = { call, clientKey, ofEndpoint: pass(endpoint), ofClient: pass(client), drops };
      if (endpoint !== undefined) show(endpoint);
      return attempt;
    },
    end(attempt, result) {
      if (result !== 'answered') {
        endFailure(attempt, result);
        return;
      }
      const { call, clientKey, ofEndpoint, ofClient } = attempt;
      if (isEvidence(ofEndpoint, endpoints.get(call.endpoint))) endpoints.delete(call.endpoint);
      if (isEvidence(ofClient, clients.get(clientKey))) clients.delete(clientKey);
    },
    list: () => [...endpoints.values()],
    drop(unused) {
      drops += 1;
      for (const endpoint of unused) endpoints.delete(endpoint);
    },
  };
}

function pass(circuit: Circuit | undefined): Passage {
  if (circuit === undefined) return 'unknown';
  if (circuit.state === 'closed') return 'failing';
  circuit.state = 'half-open';
  return 'trial';
}

/** A call that began before calls failed, or before the circuit opened, says nothing about the endpoint now. */
function isEvidence(passage: Passage, circuit: Circuit | undefined): boolean {
  return passage === 'trial' || (passage === 'failing' && circuit?.state === 'closed');
}
