import type { PlayedServiceId } from './sandbox-types.ts';

/** The token response of oidc-provider, before the profile gives it the format of the service. */
export interface IssuedTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

export interface TokenError {
  readonly error: string;
  readonly description: string;
  readonly grantType: string | undefined;
}

export interface ServiceResponse {
  readonly status: number;
  readonly body: object;
}

/** Facts that a token response can mention besides the tokens. */
export interface TokenFacts {
  readonly isRefresh: boolean;
  readonly user: string;
  readonly apiBase: string;
}

export interface MeetingFields {
  readonly subject: string;
  readonly start: string;
  readonly end: string;
}

export interface MeetingView extends MeetingFields {
  readonly id: string;
  readonly owner: string;
  readonly joinUrl: string;
}

export type ApiError = 'invalid_token' | 'missing_subject' | 'not_found';

/** The part of a service's REST interface that Notes uses. Paths are those of the service, below the base. */
export interface MeetingApi {
  readonly collection: string;
  readonly createdStatus: 200 | 201;
  readonly updateMethods: readonly ('PATCH' | 'PUT')[];
  /** 204: without content; 200: with the meeting. */
  readonly updatedStatus: 200 | 204;
  /** Path of one meeting is this and the id. */
  readonly item: string;
  readonly createId: (count: number) => string;
  readonly read: (body: Readonly<Record<string, unknown>>) => Partial<MeetingFields>;
  readonly write: (meeting: MeetingView) => object;
  readonly toError: (error: ApiError) => ServiceResponse;
}

/** One meeting service: its differences from the others, as data and named behaviours. */
export interface ServiceProfile {
  readonly id: PlayedServiceId;
  readonly label: string;
  /** Colour of its pages. */
  readonly accent: string;
  /** Prefix of the environment variables with client id and secret. */
  readonly environmentPrefix: string;
  readonly paths: { readonly authorize: string; readonly token: string; readonly revoke?: string };
  readonly clientAuthentication: readonly ('basic' | 'post')[];
  /** Whether token and revocation parameters may be in the query too. */
  readonly readsQuery: boolean;
  readonly scopes: readonly string[];
  /** What stands between scopes, both ways. Default: a space. */
  readonly scopeSeparator?: string;
  /** Granted when the request names none. */
  readonly defaultScope: string;
  /** Without this scope there is no refresh token. */
  readonly offlineScope?: string;
  /** As in the provider file. */
  readonly refreshTokenRotation: 'single-use' | 'reusable' | 'none';
  /** A spent refresh token that comes back ends all tokens of its family (RFC 9700 section 4.14.2). */
  readonly endsFamilyOnReuse: boolean;
  /** A new authorization ends all earlier ones of the same user. */
  readonly oneAuthorizationPerUser: boolean;
  readonly seconds: { readonly code: number; readonly access: number; readonly refresh: number };
  /** Characters; from the size table of each service's tokens. */
  readonly lengths: { readonly code: number; readonly access: number; readonly refresh: number };
  readonly mintToken: (length: number) => string;
  /** Further parameters on the way back to the client. */
  readonly callbackParameters: () => Readonly<Record<string, string>>;
  readonly toTokenResponse: (answer: IssuedTokens, facts: TokenFacts) => object;
  readonly toTokenError: (error: TokenError) => ServiceResponse;
  readonly revocationResponse?: object;
  readonly meetings: MeetingApi;
}
