import { AUTHORIZATION_ERROR_CODES } from '../oauth/provider.ts';
import { POINTER, type Schema } from './value-schemas.ts';

/** Places of the members of a token response, for services that deviate from RFC 6749 section 5.1. */
export const TOKEN_RESPONSE = {
  type: 'object',
  additionalProperties: false,
  description: 'Where the members of the token response are, if not at its root.',
  properties: {
    accessToken: { ...POINTER, description: 'JSON pointer to the access token.' },
    refreshToken: { ...POINTER, description: 'JSON pointer to the refresh token.' },
    tokenType: { ...POINTER, description: 'JSON pointer to the token type.' },
    expiresIn: { ...POINTER, description: 'JSON pointer to the lifetime of the access token in seconds.' },
    scope: { ...POINTER, description: 'JSON pointer to the granted scopes.' },
    extra: {
      type: 'array',
      maxItems: 20,
      items: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
        patternErrorMessage: 'must be the name of a member at the root of the response',
      },
      description: 'Further scalar members that clients may see.',
    },
  },
} as const satisfies Schema;

/** Meanings of errors, for services that deviate from RFC 6749 section 5.2. */
export const TOKEN_ERRORS = {
  type: 'array',
  maxItems: 20,
  description: 'Maps the errors of this service to those of RFC 6749; the first match wins.',
  items: {
    type: 'object',
    required: ['means'],
    minProperties: 2,
    additionalProperties: false,
    properties: {
      status: {
        type: 'integer',
        minimum: 200,
        maximum: 499,
        description: 'Must equal the HTTP status; for services whose errors have no `error` member.',
      },
      error: { type: 'string', minLength: 1, description: 'Must equal the `error` member.' },
      text: {
        type: 'string',
        minLength: 3,
        description:
          'Must occur in `error_description`, `reason` or `message`; upper and lower case are equal.',
      },
      means: {
        enum: ['invalid_grant', 'invalid_client', 'rate_limited', 'temporarily_unavailable'],
        description: 'The error that it stands for.',
      },
    },
  },
} as const satisfies Schema;

const ERROR_TEXT = { type: 'string', minLength: 3, maxLength: 200 } as const satisfies Schema;

/** Meanings of errors on the callback, for services that say more than RFC 6749 section 4.1.2.1 has names for. */
export const AUTHORIZATION_ERRORS = {
  type: 'array',
  maxItems: 40,
  description:
    'Maps the errors that this service sends to the callback to those of the catalogue (docs/errors.md); the first match wins.',
  items: {
    type: 'object',
    required: ['means'],
    minProperties: 2,
    additionalProperties: false,
    properties: {
      error: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        description: 'Must equal the `error` parameter.',
      },
      text: {
        anyOf: [ERROR_TEXT, { type: 'array', minItems: 1, maxItems: 50, items: ERROR_TEXT }],
        description:
          'This, or one of these, must occur in `error_description` as a whole word; upper and lower case are equal.',
      },
      means: { enum: AUTHORIZATION_ERROR_CODES, description: 'The error that it stands for.' },
    },
  },
} as const satisfies Schema;
