import type { ExtendedJSONSchema } from 'json-schema-to-ts';

/** JSON Schema with one more keyword: a text that editors and our messages show instead of a regular expression. */
export type Schema = ExtendedJSONSchema<{ readonly patternErrorMessage: string }>;

export const ENDPOINT = {
  type: 'string',
  pattern: '^https?://',
  patternErrorMessage: 'must begin with https://',
  maxLength: 2000,
} as const satisfies Schema;

export const PATH_SEGMENT = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
  patternErrorMessage: 'must be one path segment: a letter, then letters, digits, - and _, without slashes',
} as const satisfies Schema;

export const PARAMETER_NAME = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$',
  patternErrorMessage: 'a parameter name is a letter, then letters, digits, _ . -',
} as const satisfies Schema;

export const PARAMETERS = {
  type: 'object',
  maxProperties: 32,
  propertyNames: {
    pattern: PARAMETER_NAME.pattern,
    patternErrorMessage: PARAMETER_NAME.patternErrorMessage,
  },
  additionalProperties: { type: 'string', maxLength: 2000 },
} as const satisfies Schema;

export const SCOPE = {
  type: 'string',
  pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$',
  patternErrorMessage: 'is not a scope: one scope per entry, without spaces and quotes',
  maxLength: 300,
} as const satisfies Schema;

export const SCOPES = { type: 'array', maxItems: 100, items: SCOPE } as const satisfies Schema;

export const POINTER = {
  type: 'string',
  pattern: '^(/([^~/]|~[01])*)+$',
  patternErrorMessage: 'must be a JSON pointer such as /authed_user/access_token',
  maxLength: 300,
} as const satisfies Schema;
