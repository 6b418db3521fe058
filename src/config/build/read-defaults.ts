import { type Limits, overrideLimits } from '../../limits/limits.ts';
import type { DefaultsRecord } from '../records/merge-files.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Appearance } from '../settings/read-appearance-settings.ts';
import type { AppearanceReader } from './appearance-reader.ts';

/** What a tenant has that sets nothing itself. */
export interface TenantDefaults {
  readonly appearance: Appearance;
  readonly limits: Limits;
}

/** Combines `defaults` of the provider file with those of the process, which are less specific. */
export function readDefaults(
  record: DefaultsRecord,
  ofProcess: TenantDefaults,
  readAppearance: AppearanceReader,
  faults: FaultList,
): TenantDefaults {
  const { appearance, faults: found } = readAppearance(record, ofProcess.appearance);
  for (const { field, message } of found)
    faults.add({ paths: [['defaults', field]] }, `defaults.${field} ${message}`, 'appearance_invalid');
  return { appearance, limits: overrideLimits(ofProcess.limits, record.limits) };
}
