import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { MergedFiles } from './merge-files.ts';

/** Whether a record of the files names this variable, or the one that it is the `_FILE` form of, as a source. */
export function isVariableNamed({ providers, tenants }: MergedFiles, name: string): boolean {
  const isNamed = (record: ProviderRecord): boolean =>
    [record.clientId, record.clientSecret, record.clientKey, record.clientCertificate]
      .flat()
      .some((source) => source && 'env' in source && (name === source.env || name === `${source.env}_FILE`));
  return (
    [...providers.values()].some(isNamed) ||
    [...tenants.values()].some((tenant) => [...tenant.providers.values()].some(isNamed))
  );
}
