import type { ExtendedJSONSchema } from 'json-schema-to-ts';

/** JSON Schema with a keyword whose text editors and our messages show instead of a regular expression. */
export type Schema = ExtendedJSONSchema<{ readonly patternErrorMessage: string }>;

/**
 * One provider record of the provider file. Its fields are declared here only: the TypeScript type is inferred from this
 * constant, ajv validates with it, and `npm run schema` writes it to a file for editors.
 */

const ENDPOINT = {
  type: 'string',
  pattern: '^https?://',
  patternErrorMessage: 'must begin with https://',
  maxLength: 2000,
} as const satisfies Schema;

const PATH_SEGMENT = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
  patternErrorMessage: 'must be one path segment: a letter, then letters, digits, - and _, without slashes',
} as const satisfies Schema;

const PARAMETER_NAME = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$',
  patternErrorMessage: 'a parameter name is a letter, then letters, digits, _ . -',
} as const satisfies Schema;

const PARAMETERS = {
  type: 'object',
  maxProperties: 32,
  propertyNames: {
    pattern: PARAMETER_NAME.pattern,
    patternErrorMessage: PARAMETER_NAME.patternErrorMessage,
  },
  additionalProperties: { type: 'string', maxLength: 2000 },
} as const satisfies Schema;

const SCOPE = {
  type: 'string',
  pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$',
  patternErrorMessage: 'is not a scope: one scope per entry, without spaces and quotes',
  maxLength: 300,
} as const satisfies Schema;

const SCOPES = { type: 'array', maxItems: 100, items: SCOPE } as const satisfies Schema;

const POINTER = {
  type: 'string',
  pattern: '^(/([^~/]|~[01])*)+$',
  patternErrorMessage: 'must be a JSON pointer such as /authed_user/access_token',
  maxLength: 300,
} as const satisfies Schema;

const EXPIRES_AT = {
  type: 'string',
  maxLength: 40,
  description: 'When the provider stops accepting it: 2027-06-01, or with time and offset. Feeds a metric.',
} as const satisfies Schema;

const ENV_SOURCE = {
  type: 'object',
  required: ['env'],
  additionalProperties: false,
  properties: {
    env: {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$',
      maxLength: 200,
      description: 'Name of an environment variable.',
    },
    expiresAt: EXPIRES_AT,
  },
} as const satisfies Schema;

const FILE_SOURCE = {
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: {
    file: {
      type: 'string',
      minLength: 1,
      description: 'Path of a file; one line end at its end is dropped.',
    },
    expiresAt: EXPIRES_AT,
  },
} as const satisfies Schema;

const VALUE_SOURCE = {
  type: 'object',
  required: ['value'],
  additionalProperties: false,
  properties: {
    value: {
      type: 'string',
      minLength: 1,
      maxLength: 500,
      description: 'The client id itself; never a secret.',
    },
  },
} as const satisfies Schema;

export const PROVIDER_RECORD_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    extends: {
      type: 'string',
      maxLength: 40,
      description: 'Id of the record whose fields stand where this one has none.',
    },
    enabled: {
      type: 'boolean',
      default: true,
      description: 'False switches the provider off though it has credentials.',
    },
    label: { type: 'string', minLength: 1, maxLength: 80, description: 'Name shown to people.' },
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
      description: 'Where refresh requests go when not to the token endpoint. May hold {variables}.',
    },
    revocationEndpoint: { ...ENDPOINT, description: 'RFC 7009. May hold {variables}.' },
    revocation: {
      enum: ['rfc7009', 'query', 'none'],
      default: 'none',
      description: 'Token in the form (RFC 7009), in the query of the endpoint, or no revocation.',
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
        'Redirect URIs that are registered for this app: a tenant that shares it from another address is refused.',
    },
    tokenEndpointAuthMethod: {
      enum: ['client_secret_basic', 'client_secret_post'],
      default: 'client_secret_basic',
      description: 'How id and secret are sent (RFC 6749 section 2.3.1).',
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
    scopes: { ...SCOPES, description: 'Asked for on the authorization request; empty: the app decides.' },
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
        'Without these a token is useless; the page names missing ones. A list within the list: one of them suffices.',
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
      description: 'Names of parameters where a service has its own.',
      properties: {
        clientId: { ...PARAMETER_NAME, description: 'Instead of `client_id`.' },
        clientSecret: { ...PARAMETER_NAME, description: 'Instead of `client_secret`.' },
        scope: { ...PARAMETER_NAME, description: 'Instead of `scope` on the authorization request.' },
      },
    },
    tokenResponse: {
      type: 'object',
      additionalProperties: false,
      description: 'Where the members of the token answer stand when not at its root.',
      properties: {
        accessToken: { ...POINTER, description: 'JSON pointer to the access token.' },
        refreshToken: { ...POINTER, description: 'JSON pointer to the refresh token.' },
        tokenType: { ...POINTER, description: 'JSON pointer to the token type.' },
        expiresIn: { ...POINTER, description: 'JSON pointer to the life of the access token in seconds.' },
        scope: { ...POINTER, description: 'JSON pointer to the granted scopes.' },
        extra: {
          type: 'array',
          maxItems: 20,
          items: {
            type: 'string',
            pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
            patternErrorMessage: 'must be the name of a member at the root of the answer',
          },
          description: 'Further scalar members that clients may see.',
        },
      },
    },
    tokenErrors: {
      type: 'array',
      maxItems: 20,
      description: 'How this service says what RFC 6749 has a name for; the first match wins.',
      items: {
        type: 'object',
        required: ['means'],
        minProperties: 2,
        additionalProperties: false,
        properties: {
          error: { type: 'string', minLength: 1, description: 'Equals the `error` member.' },
          text: {
            type: 'string',
            minLength: 3,
            description: 'Is contained in `error_description`, `reason` or `message`, in any case.',
          },
          means: {
            enum: ['invalid_grant', 'invalid_client', 'rate_limited', 'temporarily_unavailable'],
            description: 'What it means.',
          },
        },
      },
    },
    refreshTokenRotation: {
      enum: ['single-use', 'reusable', 'none'],
      default: 'single-use',
      description: 'Whether using a refresh token kills it, replaces it, or changes nothing.',
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
    clientId: { anyOf: [ENV_SOURCE, FILE_SOURCE, VALUE_SOURCE], description: 'Client id of the OAuth app.' },
    clientSecret: {
      anyOf: [
        ENV_SOURCE,
        FILE_SOURCE,
        { type: 'array', minItems: 1, maxItems: 10, items: { anyOf: [ENV_SOURCE, FILE_SOURCE] } },
      ],
      description: 'Client secret, or several: the next one is tried on invalid_client.',
    },
  },
} as const satisfies Schema;
