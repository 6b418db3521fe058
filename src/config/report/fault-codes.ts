/**
 * The codes of faults, for programs: messages may be rephrased, codes stay. docs/check.md lists them.
 * The first two are for faults that have no code of their own.
 */
export const FAULT_CODES = {
  setting_invalid: 'A variable of the environment is missing, unreadable or not allowed.',
  record_invalid: 'A rule about the fields of a provider record is broken.',
  file_unreadable: 'A provider file cannot be read, is too large or is not UTF-8.',
  file_malformed: 'A provider file is not well-formed YAML or JSON.',
  name_repeated: 'A name stands twice in one mapping.',
  field_invalid: 'A field is unknown, is missing or has a value that the schema refuses.',
  record_unknown: 'A provider id names no record.',
  record_circular: 'Records extend each other in a circle.',
  secret_unreadable: 'The place of a client id, secret, key or certificate cannot be read, or is empty.',
  secret_invalid: 'A client id, secret, key or certificate is there, but cannot be used.',
  secret_forbidden: 'A tenant names a place or a secret that is not its own.',
  secret_missing: 'A tenant has an endpoint of its own, and no secret of its own.',
  address_invalid: 'A public address is not one.',
  address_conflict:
    'A public address belongs to, hides or needs an address of another tenant or the service.',
  redirect_uri_unregistered: 'A redirect URI is not among those that are registered for the app.',
  path_conflict: 'Two providers of one tenant have the same path, or one has a path of the service.',
  appearance_invalid: 'A logo or a support address cannot be shown.',
  nobody_served: 'Each tenant has a fault.',
  configuration_emptied: 'A change would take away everything.',
  tenant_unknown: 'There is no tenant of this id.',
  tenant_id_invalid: 'The name of a tenant file is not a tenant id.',
  tenant_repeated: 'Two files are of one tenant.',
  tenants_missing: 'The folder of tenants has none.',
  tenants_lost: 'More than a tenth of the tenants would go at once.',
  output_unwritable: 'The folder of manifests cannot be written, or another build wrote there meanwhile.',
  shard_full: 'The tenants of one shard are more than an object of Kubernetes may hold.',
} as const;

export type FaultCode = keyof typeof FAULT_CODES;
