import type { FromSchema } from 'json-schema-to-ts';
import { LANGUAGES } from '../../pages/texts/languages.ts';
import { PROVIDER_RECORD_SCHEMA, type Schema } from '../../providers/provider-record.schema.ts';

const LIMIT = {
  anyOf: [
    { enum: ['off'] },
    {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        requestsPerSecond: { type: 'integer', minimum: 1, description: 'Sustained rate.' },
        burst: { type: 'integer', minimum: 0, description: 'Requests beyond the rate within a minute.' },
        inFlight: { type: 'integer', minimum: 1, description: 'Requests at the same time, on each replica.' },
      },
    },
  ],
} as const satisfies Schema;

/** Pattern of a tenant id: a DNS label in lower case. */
export const TENANT_ID = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$';

const PROVIDER_ID = {
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  patternErrorMessage:
    'a provider id is a lower-case letter, then lower-case letters, digits and -, at most 40',
} as const satisfies Schema;

/** What a tenant sets, or the defaults for those that do not. */
const APPEARANCE_AND_LIMITS = {
  displayName: {
    type: 'string',
    minLength: 1,
    maxLength: 100,
    description: 'Name shown on its pages.',
  },
  language: {
    enum: LANGUAGES,
    description: 'Language of its pages; English by default.',
  },
  supportUrl: {
    type: 'string',
    maxLength: 2000,
    pattern: '^(https://|mailto:)',
    patternErrorMessage: 'must be an https:// or mailto: address',
    description: 'Where its users get help, on error pages: https:// or mailto:.',
  },
  logo: {
    type: 'object',
    required: ['file'],
    additionalProperties: false,
    properties: {
      file: { type: 'string', minLength: 1, description: 'PNG, JPEG or WebP, 64 KiB at most.' },
    },
    description: 'Shown on its pages in place of the name.',
  },
  limits: {
    type: 'object',
    additionalProperties: false,
    properties: {
      clientAddress: { ...LIMIT, description: 'Requests of one client address.' },
      tenant: { ...LIMIT, description: 'All requests of this tenant.' },
      provider: { ...LIMIT, description: 'Requests for one meeting service.' },
      token: { ...LIMIT, description: 'Requests with one token.' },
    },
    description: 'Fair use, if the limits of the process do not fit.',
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** The provider file: docs/provider-file.md. Patterns on names also keep `__proto__` out. */
export const PROVIDER_FILE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    providers: {
      type: 'object',
      maxProperties: 1000,
      propertyNames: PROVIDER_ID,
      additionalProperties: PROVIDER_RECORD_SCHEMA,
      description: 'Records by id; one with the id of a built-in record overrides it field by field.',
    },
    tenants: {
      type: 'object',
      maxProperties: 100_000,
      propertyNames: {
        pattern: TENANT_ID,
        patternErrorMessage: 'a tenant id is a DNS label: lower-case letters, digits and -, at most 63',
      },
      additionalProperties: {
        type: 'object',
        required: ['publicUrl'],
        additionalProperties: false,
        properties: {
          publicUrl: {
            type: 'string',
            minLength: 1,
            maxLength: 500,
            description: 'Public address of this tenant: a host of its own, or a path.',
          },
          ...APPEARANCE_AND_LIMITS,
          providers: {
            type: 'object',
            maxProperties: 200,
            propertyNames: PROVIDER_ID,
            additionalProperties: PROVIDER_RECORD_SCHEMA,
            description: 'What this tenant offers; {} stands for the shared app of the root record.',
          },
        },
      },
      description: 'Tenants by id, a DNS label.',
    },
    defaults: {
      type: 'object',
      additionalProperties: false,
      properties: APPEARANCE_AND_LIMITS,
      description: 'For tenants that set nothing themselves, and for the only tenant of a service.',
    },
  },
} as const satisfies Schema;

export type ProviderFile = FromSchema<typeof PROVIDER_FILE_SCHEMA, { keepDefaultedPropertiesOptional: true }>;
