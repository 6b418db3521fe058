/**
 * A meeting service as the OAuth core sees it: all data, complete, with variables resolved and secrets read.
 * Field names follow RFC 8414 where it has one. A quirk of a service is a field here, never a service's name in
 * the flow.
 */

/** How the client authenticates at the token and revocation endpoint, RFC 6749 section 2.3.1. */
export type TokenEndpointAuthMethod = 'client_secret_basic' | 'client_secret_post';

/**
 * One rule that reads a provider's own way of saying something RFC 6749 has a name for. All given conditions must
 * hold; the first rule that matches wins.
 */
export interface TokenErrorRule {
  /** Equals the answer's `error` member. */
  readonly error?: string;
  /** Is contained, in any case, in the answer's `error_description`, `reason` or `message`. */
  readonly text?: string;
  readonly means: 'invalid_grant' | 'invalid_client' | 'rate_limited' | 'temporarily_unavailable';
}

/** JSON pointers (RFC 6901) to the members of a token answer that do not stand at its root. */
export interface TokenResponsePointers {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly tokenType?: string;
  readonly expiresIn?: string;
  readonly scope?: string;
  /** Names of further scalar members at the root that the client may see. */
  readonly extra?: readonly string[];
}

/** Names on the wire where a service may have its own. */
export interface ParameterNames {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

/** Those of RFC 6749. */
export const PARAMETER_NAMES: ParameterNames = {
  clientId: 'client_id',
  clientSecret: 'client_secret',
  scope: 'scope',
};

export interface Provider {
  readonly id: string;
  readonly label: string;
  /** First path segment of start, token page, `…Refresh` and `…Revoke`. */
  readonly path: string;
  /** Path segment of the redirect URI. */
  readonly callback: string;
  /** RFC 9207: when set, the `iss` of an authorization response must be this string. */
  readonly issuer?: string;
  /** RFC 9207 section 3: the service promises `iss`, so an authorization response without it is not its own. */
  readonly authorizationResponseIssParameterSupported: boolean;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Where refresh requests go when that is not the token endpoint. */
  readonly refreshEndpoint?: string;
  readonly revocationEndpoint?: string;
  readonly revocation: 'rfc7009' | 'query' | 'none';
  /** Page where a user removes the app by hand. */
  readonly manageUrl?: string;
  /** Where the OAuth app is registered, and where an administrator consents for everybody. */
  readonly consoleUrl?: string;
  readonly adminConsentEndpoint?: string;
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** Whether id and secret are form-encoded before Basic, as RFC 6749 section 2.3.1 wants and not every service decodes. */
  readonly basicCredentialsEncoding: 'form' | 'none';
  readonly requestFormat: 'form' | 'json';
  readonly pkce: 'S256' | 'none';
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  /**
   * Scopes without which a token is useless; checked when the answer names what was granted. Of a list within the
   * list one suffices: services have old and new names for the same right.
   */
  readonly requiredScopes: readonly (string | readonly string[])[];
  readonly authorizationParams: Readonly<Record<string, string>>;
  readonly tokenParams: Readonly<Record<string, string>>;
  readonly refreshParams: Readonly<Record<string, string>>;
  readonly parameterNames: ParameterNames;
  readonly tokenResponse: TokenResponsePointers;
  readonly tokenErrors: readonly TokenErrorRule[];
  /** `single-use`: a refresh token dies when it is used. `reusable`: a new one comes, the old one lives on. */
  readonly refreshTokenRotation: 'single-use' | 'reusable' | 'none';
  readonly clientId: string;
  /** In the order in which they are tried: the next one on `invalid_client`. */
  readonly clientSecrets: readonly string[];
  /** Seconds since 1970: when the last of the secrets whose expiry is known stops working. */
  readonly clientSecretsExpireAt?: number;
}
