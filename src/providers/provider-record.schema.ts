import {
  CLIENT_ASSERTION,
  CLIENT_CERTIFICATE,
  CLIENT_ID,
  CLIENT_KEY,
  CLIENT_SECRET,
} from './credential-schemas.ts';
import { AUTHORIZATION_ERRORS, TOKEN_ERRORS, TOKEN_RESPONSE } from './token-schemas.ts';
import {
  ENDPOINT,
  PARAMETER_NAME,
  PARAMETERS,
  PATH_SEGMENT,
  SCOPE,
  SCOPES,
  type Schema,
} from './value-schemas.ts';
import { WEBHOOK } from './webhook-schema.ts';

export type { Schema } from './value-schemas.ts';

/**
 * One provider record of the provider file. Its fields are declared here only: the TypeScript type is inferred from
 * this constant, ajv validates with it, and `npm run schema` writes it to a file for editors.
 */
export const PROVIDER_RECORD_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    extends: {
      type: 'string',
      maxLength: 40,
      description: 'Id of the record that supplies the fields this one leaves out.',
    },
    enabled: {
      type: 'boolean',
      default: true,
      description: 'False disables the provider although it has credentials.',
    },
    label: { type: 'string', minLength: 1, maxLength: 80, description: 'Name shown to users.' },
    path: { ...PATH_SEGMENT, description: 'First path segment of start, token page, refresh and revoke.' },
    callback: { ...PATH_SEGMENT, description: 'Path segment of the redirect URI.' },
    issuer: {
      type: 'string',
      minLength: 1,
      description:
        'Issuer identifier; an `iss` on the callback must equal it (RFC 9207). May hold {variables}.',
    },
    authorizationResponseIssParameterSupported: {
      type: 'boolean',
      default: false,
      description:
        'The service always sends `iss` (RFC 9207): a callback without it is refused. Needs `issuer`.',
    },
    authorizationEndpoint: { ...ENDPOINT, description: 'RFC 6749 section 3.1. May hold {variables}.' },
    tokenEndpoint: { ...ENDPOINT, description: 'RFC 6749 section 3.2. May hold {variables}.' },
    refreshEndpoint: {
      ...ENDPOINT,
      description: 'Where refresh requests go, if not to the token endpoint. May hold {variables}.',
    },
    revocationEndpoint: { ...ENDPOINT, description: 'RFC 7009. May hold {variables}.' },
    revocation: {
      enum: ['rfc7009', 'query', 'none'],
      default: 'none',
      description: 'Token in the form (RFC 7009), in the query of the endpoint, or no revocation.',
    },
    revocationEnds: {
      enum: ['grant', 'access_token'],
      default: 'grant',
      description:
        'What ends when an access token is revoked: the whole grant, or this access token alone. Revoking a refresh token ends the grant (RFC 7009 section 2.1).',
    },
    manageUrl: {
      ...ENDPOINT,
      description: 'Page on which a user removes the app by hand. May hold {variables}.',
    },
    consoleUrl: { ...ENDPOINT, description: 'Where the OAuth app is registered; `domi onboard` names it.' },
    adminConsentEndpoint: {
      ...ENDPOINT,
      description: 'Where an administrator consents for a whole organization (Entra). May hold {variables}.',
    },
    redirectUris: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: ENDPOINT,
      description:
        'Redirect URIs registered for this app: a tenant that shares it from another address is refused.',
    },
    tokenEndpointAuthMethod: {
      enum: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      default: 'client_secret_basic',
      description:
        'How id and secret are sent (RFC 6749 section 2.3.1), or `private_key_jwt`: a signed assertion (RFC 7523).',
    },
    tokenEndpointAuthSigningAlg: {
      enum: ['PS256', 'RS256', 'ES256'],
      description: 'How `clientKey` signs; by default PS256 with an RSA key, ES256 with a P-256 key.',
    },
    clientAssertionAudience: {
      type: 'string',
      minLength: 1,
      maxLength: 2000,
      description:
        'The `aud` of the assertion, if it is not the token endpoint: the issuer, for example. May hold {variables}.',
    },
    basicCredentialsEncoding: {
      enum: ['form', 'none'],
      default: 'form',
      description:
        'Whether id and secret are form-encoded before Basic (RFC 6749 section 2.3.1); `none` for services that do not decode them.',
    },
    requestFormat: {
      enum: ['form', 'json'],
      default: 'form',
      description: 'Body of token and revocation requests.',
    },
    pkce: {
      enum: ['S256', 'none'],
      default: 'S256',
      description: 'RFC 7636; `none` only for services that reject it.',
    },
    scopes: { ...SCOPES, description: 'Requested from the provider; empty: the app decides.' },
    scopeSeparator: {
      type: 'string',
      minLength: 1,
      maxLength: 3,
      default: ' ',
      description: 'Between scopes.',
    },
    requiredScopes: {
      type: 'array',
      maxItems: 100,
      items: {
        anyOf: [
          SCOPE,
          { type: 'array', minItems: 1, maxItems: 20, items: SCOPE, description: 'One of these suffices.' },
        ],
      },
      description:
        'Without these a token is useless; the page names missing ones. One scope of a nested list suffices.',
    },
    consoleScopes: {
      type: 'object',
      minProperties: 1,
      maxProperties: 5,
      propertyNames: {
        pattern: '^[A-Za-z][A-Za-z0-9 -]{0,39}$',
        patternErrorMessage: 'the name of a kind of app is a letter, then letters, digits, spaces and -',
      },
      additionalProperties: { ...SCOPES, minItems: 1 },
      description:
        'What to tick at `consoleUrl`, if that is not `scopes`: a list for each kind of app. `domi onboard` names them.',
    },
    authorizationParams: {
      ...PARAMETERS,
      description: 'Further parameters of the authorization request. Values may hold {variables}.',
    },
    tokenParams: {
      ...PARAMETERS,
      description: 'Further parameters of the code exchange. Values may hold {variables}.',
    },
    refreshParams: {
      ...PARAMETERS,
      description: 'Further parameters of the refresh request. Values may hold {variables}.',
    },
    parameterNames: {
      type: 'object',
      additionalProperties: false,
      description: 'Names of parameters, for services that deviate from RFC 6749.',
      properties: {
        clientId: { ...PARAMETER_NAME, description: 'Instead of `client_id`.' },
        clientSecret: { ...PARAMETER_NAME, description: 'Instead of `client_secret`.' },
        scope: { ...PARAMETER_NAME, description: 'Instead of `scope` on the authorization request.' },
      },
    },
    tokenResponse: TOKEN_RESPONSE,
    tokenErrors: TOKEN_ERRORS,
    authorizationErrors: AUTHORIZATION_ERRORS,
    refreshTokenRotation: {
      enum: ['single-use', 'reusable', 'none'],
      default: 'single-use',
      description: 'Whether using a refresh token kills it, replaces it, or changes nothing.',
    },
    supersededTokens: {
      enum: ['refuse', 'present'],
      default: 'refuse',
      description:
        'Whether a spent refresh token is refused by DOMI, or presented to the service, which may take it for theft and end the newest one too (RFC 9700 section 4.14.2).',
    },
    idleDays: {
      type: 'integer',
      minimum: 1,
      maximum: 3650,
      description:
        'After so many days without a refresh, the refresh token dies. Clients get it as `refresh_before`.',
    },
    variables: {
      type: 'object',
      maxProperties: 32,
      propertyNames: {
        pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$',
        patternErrorMessage: 'a variable name is a letter, then letters, digits and _',
      },
      additionalProperties: {
        type: 'string',
        pattern: '^[A-Za-z0-9._-]+$',
        patternErrorMessage: 'may hold letters, digits and . _ - only',
        maxLength: 200,
      },
      description:
        'Values for {variables} in endpoints and parameters; a tenant can give its own, one by one.',
    },
    webhook: WEBHOOK,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    clientKey: CLIENT_KEY,
    clientCertificate: CLIENT_CERTIFICATE,
    clientAssertion: CLIENT_ASSERTION,
  },
} as const satisfies Schema;
