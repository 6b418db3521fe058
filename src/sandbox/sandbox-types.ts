import type { IncomingHttpHeaders } from 'node:http';
import type { ClientMetadata } from 'oidc-provider';
import type { Logger } from '../observability/logger.ts';

export const SERVICE_IDS = ['zoom', 'teams', 'webex', 'gotomeeting'] as const;

/** The services that Notes knows. */
export type ServiceId = (typeof SERVICE_IDS)[number];

/** Those, and one that is not built in: of docs/add-a-provider.md. */
export type PlayedServiceId = ServiceId | 'acme-meet';

/** A public key of a client (RFC 7517). */
export type PublicKey = NonNullable<ClientMetadata['jwks']>['keys'][number];

export interface TokenLengths {
  readonly code: number;
  readonly access: number;
  readonly refresh: number;
}

export interface SandboxOptions {
  /** Any free one when left out. */
  readonly port?: number;
  readonly host?: string;
  /** Callbacks of the broker, compared exactly. The service that is not built in is played when it has one. */
  readonly redirectUris: Readonly<Record<ServiceId, readonly string[]>> &
    Readonly<Partial<Record<PlayedServiceId, readonly string[]>>>;
  /** Characters, instead of the typical lengths of each service. */
  readonly tokenLength?: Partial<TokenLengths>;
  /** Services with single-use refresh tokens take a spent one that comes back for theft, and end its family. */
  readonly endsFamilyOnReuse?: boolean;
  /** Lifetime of access tokens in seconds, instead of the typical one of each service. */
  readonly accessTokenSeconds?: number;
  /** Gets a line for what people and programs do here, beside the broker. */
  readonly logger?: Logger;
}

/** One request to a token or revocation endpoint; codes, tokens and secrets are not kept. */
export interface SandboxCall {
  readonly service: PlayedServiceId;
  readonly endpoint: 'token' | 'revocation';
  readonly grantType?: string;
  readonly authMethod: 'basic' | 'post' | 'both' | 'assertion' | 'none';
  readonly hasVerifier: boolean;
  /** As received, except that `authorization` is reduced to its scheme. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** Names of the query's parameters with `*` in place of each value. */
  readonly query: string;
  /** HTTP status of the response. */
  readonly outcome: number;
}

export interface SandboxMeeting {
  readonly service: PlayedServiceId;
  readonly id: string;
  readonly owner: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly joinUrl: string;
}

export interface Sandbox {
  readonly url: string;
  /** Content of a provider file (`DOMI_CONFIG`); ids and secrets come from `environment`. */
  readonly providerFile: { readonly providers: Readonly<Record<ServiceId, object>> };
  readonly environment: Readonly<Record<string, string>>;
  /** Base URL of each service's REST interface, without its version part. */
  readonly apiBase: Readonly<Record<ServiceId, string>>;
  readonly calls: readonly SandboxCall[];
  /** How many families of tokens have ended because a spent refresh token came back. */
  readonly endedFamilies: number;
  /** Every meeting that exists. */
  readonly meetings: readonly SandboxMeeting[];
  /** The REST interface answers 401 to the tokens issued so far; they can be refreshed. */
  expireAccessTokens(service: ServiceId): void;
  /** From now on a refresh gets the service's own error for a dead token. */
  endRefreshTokens(service: ServiceId): void;
  /**
   * From now on the app of this service authenticates by assertions that one of these keys has signed (RFC 7523), and by no
   * secret.
   */
  requireClientKeys(service: ServiceId, keys: readonly PublicKey[]): Promise<void>;
  /** Closes at once, including open connections. */
  close(): Promise<void>;
}
