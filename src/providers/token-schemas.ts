import { POINTER, type Schema } from './value-schemas.ts';

/** Where a token response has its members, for services that differ from RFC 6749 section 5.1. */
export const TOKEN_RESPONSE = {
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
} as const satisfies Schema;

/** What the errors of a service mean, for services that differ from RFC 6749 section 5.2. */
export const TOKEN_ERRORS = {
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
} as const satisfies Schema;
