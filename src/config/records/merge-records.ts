import type { ProviderRecord } from '../../providers/provider-record.ts';

/** The fields of `over` replace those of `base`; `variables` are replaced one by one. */
export function mergeRecords(base: ProviderRecord | undefined, over: ProviderRecord): ProviderRecord {
  if (base === undefined) return over;
  if (base.variables === undefined || over.variables === undefined) return { ...base, ...over };
  return { ...base, ...over, variables: { ...base.variables, ...over.variables } };
}
