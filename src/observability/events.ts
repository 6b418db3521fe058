import type { SecureContextOptions } from 'node:tls';
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
export interface RefreshEvent {
  readonly registration: Registration;
  /** `unclaimed`: the provider responded when every client had left. */
  readonly kind: Exclude<AnswerSource, 'provider'> | 'unclaimed';
}

export type CircuitState = 'closed' | 'half-open' | 'open';

/** The worst state among the circuits of a provider may have changed. */
export interface CircuitEvent {
  readonly providerId: string;
  readonly state: CircuitState;
}

/** Fair use refused a request. */
export interface LimitEvent {
  /** Kind of subject whose limit was reached. */
  readonly scope: string;
  readonly limit: 'rate' | 'in_flight';
}

/** A request could not be read as HTTP, so it has neither route nor tenant. */
export interface UnparsedEvent {
  readonly requestId: string;
  readonly error: ErrorCode;
  readonly status: number;
  /** Peer of the connection, since headers of a proxy could not be read. */
  readonly peerAddress: string;
}

/** The store has become available or unavailable. `reason` is a code or the name of an error, never a message. */
export type StoreEvent = { readonly isUp: true } | { readonly isUp: false; readonly reason: string };

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
      readonly faults: readonly { readonly where: string; readonly message: string }[];
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

/** A tenant that is left out because of a fault of its configuration. */
export interface RejectedTenantSummary {
  readonly id: string;
  /** The first ones, with their places. */
  readonly faults: readonly string[];
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
  /** The client credentials that expire first, sorted by time. */
  readonly expiries: readonly Expiry[];
  /** Key and certificate of our ports. */
  readonly tls: SecureContextOptions | undefined;
  readonly sealKeys: readonly {
    readonly kid: string;
    readonly role: 'seal' | 'open';
    readonly fingerprint: string;
  }[];
}
