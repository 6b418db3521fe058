import type { AnswerSource } from '../oauth/answer-source.ts';
import type { ErrorCode } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import type { ProviderError } from '../oauth/provider-error.ts';
import type { Registration } from '../oauth/registration.ts';

/** Events that the parts of the service give to the hub, one type each. No event holds a token, a secret or a URL. */

/** The trace that an event belongs to. */
export interface Trace {
  readonly traceId: string;
  /** Whether the trace is recorded, so that it can be found. */
  readonly isSampled: boolean;
}

/** A grant has ended at a provider. */
export interface GrantEvent {
  readonly registration: Registration;
  readonly grantType: GrantType;
  readonly outcome: 'success' | ErrorCode;
  /** Why it failed: a fixed text of ours. */
  readonly reason: string | undefined;
  /** What the provider said when it refused; after a success, what it said of the client credential before. */
  readonly providerError: ProviderError | undefined;
  /** Position, from 0, of the client credential that was presented last; undefined when none was. */
  readonly credentialIndex: number | undefined;
  /** Seconds that the provider took. */
  readonly seconds: number;
  /** Undefined without tracing. */
  readonly trace: Trace | undefined;
}

/** Something that happened to a refresh besides the call to the provider. */
export type RefreshEvent = { readonly registration: Registration } & (
  | { readonly kind: Exclude<AnswerSource, 'provider' | 'superseded'> }
  | { readonly kind: 'superseded'; readonly denial: ReplayDenial }
  /** The provider responded when every client had left. */
  | { readonly kind: 'unclaimed' }
  /** Refused without a call, since the call of another replica may be spending the token. */
  | { readonly kind: 'in_doubt' }
  /** The response cannot be replayed. */
  | { readonly kind: 'not_kept'; readonly why: 'too_large' | 'no_room' }
  /** The request has waited for the call of another one, here or on another replica. */
  | { readonly kind: 'waited'; readonly waitedFor: 'request' | 'replica'; readonly seconds: number }
);

/**
 * Why the response to a spent token is not replayed.
 * - `successor_used`: a token of the response was presented or revoked, so the response has arrived.
 * - `too_often`: it has had its number of replays.
 * - `expired`: the time for replays is over.
 * - `not_kept`: it was too large, or made room for others.
 * - `unreadable`: the seal key was removed.
 */
export const REPLAY_DENIALS = ['successor_used', 'too_often', 'expired', 'not_kept', 'unreadable'] as const;

export type ReplayDenial = (typeof REPLAY_DENIALS)[number];

/** How much one replica remembers of tokens. */
export interface MemoryEvent {
  readonly tokensInDoubt: number;
  readonly supersededTokens: number;
  readonly responseBytes: number;
}

export type CircuitState = 'closed' | 'half-open' | 'open';

/** The circuit of an endpoint has changed. */
export interface CircuitEvent {
  /** Names the circuit without its endpoint. */
  readonly circuit: number;
  readonly providerId: string;
  readonly state: CircuitState;
  /** Until when an open circuit refuses calls, on the monotonic clock, in milliseconds. Then it lets one try. */
  readonly refusesUntil: number;
}

/** `unknown`: the provider's response does not tell. */
export const PROBE_VERDICTS = ['accepted', 'refused', 'unreachable', 'unknown'] as const;

export type ProbeVerdict = (typeof PROBE_VERDICTS)[number];

/** An OAuth app whose credentials are probed. */
export interface ProbedAppEvent {
  /** Names the app and its credentials without revealing them. */
  readonly app: string;
  /** Undefined for an app that tenants share. */
  readonly tenantId: string | undefined;
  readonly providerId: string;
}

/** It is known, maybe once more, whether a provider accepts the credentials of an app. */
export interface ProbeEvent extends ProbedAppEvent {
  readonly verdict: ProbeVerdict;
  /** Undefined when another replica has asked. */
  readonly answer: ProbeAnswer | undefined;
}

export interface ProbeAnswer {
  readonly outcome: 'success' | ErrorCode;
  /** Status and registered error codes of the response, in words of ours. */
  readonly detail: string;
  /** Positions, from 1, of the credentials that were refused. */
  readonly refused: readonly number[];
}

/** What a provider has delivered. `unread`: it was refused before it was read. */
export type DeliveredEvent = 'app_deauthorized' | 'url_validation' | 'other' | 'unread';

/**
 * How a delivery ended.
 * - `forged`: the signature is missing or wrong.
 * - `late`: the signature is right, but too old, or from the future.
 * - `replayed`: the same delivery has been accepted before.
 * - `malformed`: authentic, but not an event.
 * - `not_forwarded`: the operator's address did not take it. The provider may deliver it again.
 */
export const DELIVERY_OUTCOMES = [
  'accepted',
  'forged',
  'late',
  'replayed',
  'malformed',
  'too_large',
  'not_forwarded',
] as const;

export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

export interface DeliveryEvent {
  readonly event: DeliveredEvent;
  readonly outcome: DeliveryOutcome;
}

/** Fair use refused a request. */
export interface LimitEvent {
  /** Kind of subject whose limit was reached. */
  readonly scope: string;
  readonly limit: 'rate' | 'in_flight';
}

/** A request was refused in overload. */
export interface ShedEvent {
  /** What the request was for. */
  readonly purpose: string;
  readonly cause: 'event_loop' | 'in_hand';
}

/** The head of a request. Only the hub's log at level `trace` looks at it, and only at lengths. */
export interface RequestHeadEvent {
  readonly requestId: string;
  readonly httpVersion: string;
  readonly isEncrypted: boolean;
  readonly isPeerTrusted: boolean;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A request could not be read as HTTP, so it has neither route nor tenant. */
export interface UnparsedEvent {
  readonly requestId: string;
  readonly error: ErrorCode;
  readonly status: number;
  /** What is wrong: a fixed text of ours. */
  readonly reason: string | undefined;
  /** Peer of the connection, since headers of a proxy could not be read. */
  readonly peerAddress: string;
}

export type PortName = 'web' | 'management';

/** A connection that came to nothing. */
export type ConnectionEvent = { readonly port: PortName } & (
  | {
      /** All places are taken; it was closed at once. */
      readonly kind: 'refused';
      /** How many connections the port accepts. */
      readonly bound: number;
    }
  /** The system did not give us the connection. `code` is that of the system: `EMFILE` without file descriptors. */
  | { readonly kind: 'accept_failed'; readonly code: string }
  /** `code` is that of Node or OpenSSL. */
  | { readonly kind: 'handshake_failed'; readonly code: string }
  /** The clients did not take their answers, and were cut. */
  | { readonly kind: 'slow_reader'; readonly count: number }
);

/** The store has become available or unavailable. `reason` is a code or the name of an error, never a message. */
export type StoreEvent =
  | { readonly isUp: true }
  /** `isFirst` is false for another reason in the same outage. */
  | { readonly isUp: false; readonly reason: string; readonly isFirst: boolean };

/** Requests are counted by all replicas together, or by each alone although the store is up. `reason` as above. */
export type SharedCountEvent =
  | { readonly isShared: true }
  | { readonly isShared: false; readonly reason: string };

/** The part of a configuration that the log shows when it is reloaded. */
export interface ReloadedConfig {
  readonly directory: { readonly tenants: readonly unknown[] };
  readonly warnings: readonly string[];
  readonly hash: string;
}

/** Tenants that a reload took away. */
export interface TenantLoss {
  readonly lost: number;
  /** How many were served before. */
  readonly before: number;
}

/** What became of a reading of the configuration. Only `reloaded` changes anything. */
export type ReloadEvent<C extends ReloadedConfig = ReloadedConfig> =
  | {
      readonly kind: 'reloaded';
      readonly config: C;
      readonly seconds: number;
      readonly loss: TenantLoss;
    }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'refused';
      readonly faults: readonly FaultSummary[];
    }
  /** The reading or the adoption failed; it is repeated. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** When the last client credential of a provider expires. */
export interface Expiry {
  /** Undefined for a registration that tenants share. */
  readonly tenantId: string | undefined;
  readonly providerId: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** A fault of the configuration. */
export interface FaultSummary {
  /** `PORT`, or `file:line:column`. */
  readonly where: string;
  readonly message: string;
}

/** A tenant that is left out because of a fault of its configuration. */
export interface RejectedTenantSummary {
  readonly id: string;
  /** The first ones. */
  readonly faults: readonly FaultSummary[];
  readonly faultCount: number;
}

/** Summary of a configuration that was adopted. */
export interface ConfigurationSummary {
  readonly tenants: readonly { readonly id: string }[];
  /** Names the contents of the provider files. */
  readonly hash: string;
  /** Tenants that are left out; only the first ones are named, if there are many. */
  readonly rejected: { readonly count: number; readonly tenants: readonly RejectedTenantSummary[] };
  /** Ids of all providers, in the order of the configuration. */
  readonly providerIds: readonly string[];
  /** Of those that have a webhook. */
  readonly webhookIds: readonly string[];
  /** The client credentials that expire first, sorted by time. */
  readonly expiries: readonly Expiry[];
  /** When the certificate of our ports expires; undefined without TLS. */
  readonly certificateExpiry: Date | undefined;
  readonly sealKeys: readonly {
    readonly kid: string;
    readonly role: 'seal' | 'open';
    readonly fingerprint: string;
  }[];
}
