import { type Limits, overrideLimits } from '../../limits/limits.ts';
import type { Disk } from '../files/disk.ts';
import type { TenantRecord } from '../records/merge-files.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FilePath } from '../report/place.ts';
import { findPublicUrlFault } from '../settings/find-public-url-fault.ts';
import { findPathClashes } from './find-path-clashes.ts';
import { createProviderBuilder, type ProviderBuilderOptions } from './provider-builder.ts';
import { readAppearance } from './read-appearance.ts';
import type { TenantPlan } from './tenant-plan.ts';

/** A tenant as it is written, or as it would be: no file defines the only tenant of a service. */
export interface TenantSource {
  readonly id: string;
  readonly record: TenantRecord;
  /**
   * Path to its `providers`: `['tenants', id]`, or empty for the only tenant, which uses the records of the service.
   */
  readonly at: FilePath;
}

export interface TenantBuilder {
  /** Builds the valid parts of a tenant, and adds the rest to the list of faults. */
  build(source: TenantSource): TenantPlan;
  /** Validates the records of the files that none of the tenants built so far uses unchanged. */
  validateUnused(): void;
}

export interface TenantBuilderOptions extends ProviderBuilderOptions {
  /** For tenants without their own limits. */
  readonly limits: Limits;
  readonly disk: Disk;
  readonly faults: FaultList;
}

export function createTenantBuilder(options: TenantBuilderOptions): TenantBuilder {
  const { limits, disk, faults } = options;
  const providerBuilder = createProviderBuilder(options);

  return {
    validateUnused: providerBuilder.validateUnused,
    build({ id, record, at }) {
      const name = at.join('.');
      const { publicUrl } = record;
      const urlFault = findPublicUrlFault(publicUrl);
      // The address of the only tenant is a process setting, and was validated with those.
      if (urlFault && at.length > 0)
        faults.add({ paths: [[...at, 'publicUrl']] }, `${name}.publicUrl ${urlFault}`);
      const place = [...at, 'providers'];
      const providers = [...record.providers]
        .map(([providerId, own]) =>
          providerBuilder.build({
            id: providerId,
            own,
            at: [...place, providerId],
            publicUrl: urlFault ? undefined : publicUrl,
          }),
        )
        .filter((planned) => planned !== undefined);
      for (const { paths, message } of findPathClashes(providers, place)) faults.add({ paths }, message);
      const appearance = readAppearance(record, disk);
      for (const { field, message } of appearance.faults)
        faults.add({ paths: [[...at, field]] }, `${name}.${field} ${message}`);
      return {
        id,
        displayName: record.displayName,
        language: record.language,
        supportUrl: record.supportUrl,
        logo: appearance.logo,
        publicUrl,
        limits: overrideLimits(limits, record.limits),
        providers,
      };
    },
  };
}
