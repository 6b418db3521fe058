import { POINTER, type Schema } from './value-schemas.ts';

const EXPIRES_AT = {
  type: 'string',
  maxLength: 40,
  description:
    'When the provider stops accepting it: 2027-06-01, the last day, which counts until it has ended everywhere, or with time and offset. Feeds a metric.',
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

const KEY_ID = {
  type: 'string',
  maxLength: 200,
  description:
    'Name of the key at the service, its `kid`; by default its thumbprint (RFC 7638), or none with a certificate. Empty: none is sent.',
} as const satisfies Schema;

const KEY_SOURCES = [
  { ...ENV_SOURCE, properties: { ...ENV_SOURCE.properties, kid: KEY_ID } },
  { ...FILE_SOURCE, properties: { ...FILE_SOURCE.properties, kid: KEY_ID } },
] as const satisfies readonly Schema[];

export const CLIENT_KEY = {
  anyOf: [...KEY_SOURCES, { type: 'array', minItems: 1, maxItems: 10, items: { anyOf: KEY_SOURCES } }],
  description:
    'Private key in PEM that signs an assertion for each request (`private_key_jwt`), or several: the next one is tried on invalid_client.',
} as const satisfies Schema;

const CERTIFICATE_SOURCES = [
  { ...ENV_SOURCE, properties: { env: ENV_SOURCE.properties.env } },
  {
    ...FILE_SOURCE,
    properties: { file: FILE_SOURCE.properties.file, pointer: FILE_SOURCE.properties.pointer },
  },
] as const satisfies readonly Schema[];

export const CLIENT_CERTIFICATE = {
  anyOf: [
    ...CERTIFICATE_SOURCES,
    { type: 'array', minItems: 1, maxItems: 10, items: { anyOf: CERTIFICATE_SOURCES } },
  ],
  description:
    'Certificate of `clientKey` in PEM, or one for each key in any order. Its thumbprint is sent as `x5t#S256`, its end feeds a metric.',
} as const satisfies Schema;

export const CLIENT_ASSERTION = {
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: {
    file: {
      type: 'string',
      minLength: 1,
      description: 'Path of a regular file with a JSON Web Token; read again for each request.',
    },
  },
  description:
    'Assertion that somebody else makes (`private_key_jwt`), in place of `clientKey`: a token of the cluster, for example.',
} as const satisfies Schema;
