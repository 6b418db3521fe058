import type { ProviderRecord } from '../../providers/provider-record.ts';

/** The fields of `over` replace those of `base`; `variables` are replaced one by one. */
export function mergeRecords(base: ProviderRecord | undefined, over: ProviderRecord): ProviderRecord {
  if (base === undefined) return over;
  const merged = { ...withoutReplaced(base, over), ...over };
  if (base.variables === undefined || over.variables === undefined) return merged;
  return { ...merged, variables: { ...base.variables, ...over.variables } };
}

/** Key and assertion exclude each other, and a certificate belongs to its key: one of them replaces all. */
function withoutReplaced(base: ProviderRecord, over: ProviderRecord): ProviderRecord {
  if (over.clientKey === undefined && over.clientAssertion === undefined) return base;
  const { clientKey, clientCertificate, clientAssertion, ...others } = base;
  return others;
}
