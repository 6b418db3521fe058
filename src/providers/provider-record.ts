import type { FromSchema } from 'json-schema-to-ts';
import type { PROVIDER_RECORD_SCHEMA } from './provider-record.schema.ts';

/** A provider as an operator writes it. Any field can be missing, since it can come from another record. */
export type ProviderRecord = FromSchema<
  typeof PROVIDER_RECORD_SCHEMA,
  { keepDefaultedPropertiesOptional: true }
>;
