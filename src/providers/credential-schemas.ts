import { POINTER, type Schema } from './value-schemas.ts';

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
      description: 'Path of a regular file; line ends around its text are dropped.',
    },
    pointer: { ...POINTER, description: 'Where the text stands in the file, which is then JSON (RFC 6901).' },
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

export const CLIENT_ID = {
  anyOf: [ENV_SOURCE, FILE_SOURCE, VALUE_SOURCE],
  description: 'Client id of the OAuth app.',
} as const satisfies Schema;

export const CLIENT_SECRET = {
  anyOf: [
    ENV_SOURCE,
    FILE_SOURCE,
    { type: 'array', minItems: 1, maxItems: 10, items: { anyOf: [ENV_SOURCE, FILE_SOURCE] } },
  ],
  description: 'Client secret, or several: the next one is tried on invalid_client.',
} as const satisfies Schema;
