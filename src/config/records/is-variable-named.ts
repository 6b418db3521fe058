import { listNamedVariables } from '../../providers/list-named-variables.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { MergedFiles } from './merge-files.ts';

/** Whether a record of the files names this variable, or the one that it is the `_FILE` form of, as a source. */
export function isVariableNamed({ providers, tenants }: MergedFiles, name: string): boolean {
  const isNamed = (record: ProviderRecord): boolean =>
    listNamedVariables(record).some((named) => name === named || name === `${named}_FILE`);
  return (
    [...providers.values()].some(isNamed) ||
    [...tenants.values()].some((tenant) => [...tenant.providers.values()].some(isNamed))
  );
}
