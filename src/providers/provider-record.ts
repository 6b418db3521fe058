import type { FromSchema } from 'json-schema-to-ts';
import type { PROVIDER_RECORD_SCHEMA } from './provider-record.schema.ts';

/** A provider as an operator writes it. Every field is optional, since another record can supply it. */
export type ProviderRecord = FromSchema<
  typeof PROVIDER_RECORD_SCHEMA,
  { keepDefaultedPropertiesOptional: true }
>;
