import type { ClientCredential } from './client-credential.ts';
import type { ErrorCode } from './errors.ts';

/**
 * A meeting service as the OAuth core sees it: all data, complete, with variables resolved and secrets read.
 * Field names follow RFC 8414 where it has one. A quirk of a service is a field here; no flow ever
 * asks for the name of a service.
 */

/**
 * How the client authenticates at the token and revocation endpoint: RFC 6749 section 2.3.1, OpenID Connect Core 1.0
 * section 9.
 */
export type TokenEndpointAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/**
 * Maps a provider's own wording of an error to the code that RFC 6749 has for it. All given conditions must hold; the
 * first rule that matches wins. Rules are for JSON objects: no rule matches a page of a proxy.
 */
export interface TokenErrorRule {
  /** Must equal the HTTP status. */
  readonly status?: number;
  /** Must equal the `error` member of the response. */
  readonly error?: string;
  /** Must occur in `error_description`, `reason` or `message` of the response; upper and lower case are equal. */
  readonly text?: string;
  readonly means: 'invalid_grant' | 'invalid_client' | 'rate_limited' | 'temporarily_unavailable';
}

/**
 * Maps a provider's own wording of an error on the callback to the code that the catalogue has for it. All given
 * conditions must hold; the first rule that matches wins.
 */
export interface AuthorizationErrorRule {
  /** Must equal the `error` parameter. */
  readonly error?: string;
  /** One of these must occur in `error_description` as a whole word; upper and lower case are equal. */
  readonly text?: string | readonly string[];
  readonly means: AuthorizationErrorCode;
}

/** What a rule may stand for; the names are those of the catalogue. */
export const AUTHORIZATION_ERROR_CODES = [
  'access_denied',
  'admin_consent_required',
  'unknown_app',
  'app_not_published',
  'scope_refused',
  'wrong_account',
  'blocked_by_policy',
  'temporarily_unavailable',
  'provider_failed',
  'authorization_failed',
] as const satisfies readonly ErrorCode[];

export type AuthorizationErrorCode = (typeof AUTHORIZATION_ERROR_CODES)[number];

/** JSON pointers (RFC 6901) to the members of a token response that are not at its root. */
export interface TokenResponsePointers {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly tokenType?: string;
  readonly expiresIn?: string;
  readonly scope?: string;
  /** Names of further scalar members at the root that the client may see. */
  readonly extra?: readonly string[];
}

/** Names of parameters on the wire, for services that deviate from RFC 6749. */
export interface ParameterNames {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

/** The names of RFC 6749. */
export const PARAMETER_NAMES: ParameterNames = {
  clientId: 'client_id',
  clientSecret: 'client_secret',
  scope: 'scope',
};

/** Where a provider tells us of its events, and what proves that it is the provider. */
export interface ProviderWebhook {
  /** Path segment of the address to which it delivers. */
  readonly path: string;
  /** Each counts, so that one can be replaced. */
  readonly secrets: readonly string[];
}

export interface Provider {
  readonly id: string;
  readonly label: string;
  /** First path segment of start, token page, `…Refresh` and `…Revoke`. */
  readonly path: string;
  /** Path segment of the redirect URI. */
  readonly callback: string;
  /** RFC 9207: when set, the `iss` of an authorization response must be this string. */
  readonly issuer?: string;
  /** RFC 9207 section 3: the service promises `iss`, so an authorization response without it is forged. */
  readonly authorizationResponseIssParameterSupported: boolean;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Where refresh requests go, if not to the token endpoint. */
  readonly refreshEndpoint?: string;
  readonly revocationEndpoint?: string;
  readonly revocation: 'rfc7009' | 'query' | 'none';
  /** What ends when an access token is revoked. RFC 7009 section 2.1 leaves that to the service. */
  readonly revocationEnds: 'grant' | 'access_token';
  /** Page where a user removes the app by hand. */
  readonly manageUrl?: string;
  /** Where the OAuth app is registered, and where an administrator consents for everybody. */
  readonly consoleUrl?: string;
  readonly adminConsentEndpoint?: string;
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /**
   * Whether id and secret are form-encoded before Basic. RFC 6749 section 2.3.1 requires it; not every service decodes
   * it.
   */
  readonly basicCredentialsEncoding: 'form' | 'none';
  /** The `aud` of client assertions, if it is not the token endpoint. */
  readonly clientAssertionAudience?: string;
  readonly requestFormat: 'form' | 'json';
  readonly pkce: 'S256' | 'none';
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  /**
   * Scopes without which a token is useless; checked when the response names the granted scopes. One scope of a nested
   * list suffices: services have old and new names for the same permission.
   */
  readonly requiredScopes: readonly (string | readonly string[])[];
  /** What to tick where the app is registered, by kind of app, if that is not `scopes`. */
  readonly consoleScopes?: Readonly<Record<string, readonly string[]>>;
  readonly authorizationParams: Readonly<Record<string, string>>;
  readonly tokenParams: Readonly<Record<string, string>>;
  readonly refreshParams: Readonly<Record<string, string>>;
  readonly parameterNames: ParameterNames;
  readonly tokenResponse: TokenResponsePointers;
  readonly tokenErrors: readonly TokenErrorRule[];
  readonly authorizationErrors: readonly AuthorizationErrorRule[];
  /**
   * `single-use`: a refresh token dies when it is used. `reusable`: the response has a new one, and the old one stays
   * valid.
   */
  readonly refreshTokenRotation: 'single-use' | 'reusable' | 'none';
  /** What happens to a refresh token that is known to be spent: it is refused here, or presented to the provider. */
  readonly supersededTokens: 'refuse' | 'present';
  /** Days without a refresh after which the refresh token dies; undefined when unknown. */
  readonly idleDays?: number;
  /** Undefined when it delivers nothing. */
  readonly webhook?: ProviderWebhook;
  readonly clientId: string;
  /** In the order in which they are tried: `invalid_client` leads to the next one. */
  readonly clientCredentials: readonly ClientCredential[];
  /** Seconds since 1970: when the last of the credentials whose expiry is known stops working. */
  readonly clientCredentialsExpireAt?: number;
}
