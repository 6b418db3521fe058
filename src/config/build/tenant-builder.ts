import { overrideLimits } from '../../limits/limits.ts';
import type { ProviderPaths } from '../../tenants/provider-segments.ts';
import type { Disk } from '../files/disk.ts';
import type { TenantRecord } from '../records/merge-files.ts';
import type { FilePath } from '../report/place.ts';
import { findPublicUrlFault } from '../settings/find-public-url-fault.ts';
import { stripWrapping } from '../settings/strip-wrapping.ts';
import { createAppearanceReader } from './appearance-reader.ts';
import { findPathClashes } from './find-path-clashes.ts';
import { createProviderBuilder, type ProviderBuilderOptions } from './provider-builder.ts';
import { readDefaults, type TenantDefaults } from './read-defaults.ts';
import type { RequestedProvider } from './requested-provider.ts';
import type { SecretsUse } from './secrets-use.ts';
import type { PlannedProvider, TenantPlan } from './tenant-plan.ts';

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
  /** Validates the records of the files, used or not. */
  validateRecords(): void;
}

export interface TenantBuilderOptions extends ProviderBuilderOptions {
  /** Of the process; those of the files come before them. */
  readonly defaults: TenantDefaults;
  readonly disk: Disk;
  readonly secrets: SecretsUse;
}

export function createTenantBuilder(options: TenantBuilderOptions): TenantBuilder {
  const { records, disk, faults } = options;
  const providerBuilder = createProviderBuilder(options);
  const readAppearance = createAppearanceReader(options.secrets === 'read' ? disk : undefined);
  const defaults = readDefaults(records.defaults, options.defaults, readAppearance, faults);

  return {
    validateRecords: providerBuilder.validateRecords,
    build({ id, record, at }) {
      const isOnlyOne = at.length === 0;
      const ownFaults = isOnlyOne ? faults : faults.ofTenant(id);
      const publicUrl = stripWrapping(record.publicUrl);
      const urlFault = findPublicUrlFault(publicUrl);
      // The address of the only tenant is a process setting, and was validated with those.
      if (urlFault && !isOnlyOne)
        ownFaults.add(
          { paths: [[...at, 'publicUrl']] },
          `${at.join('.')}.publicUrl ${urlFault}`,
          'address_invalid',
        );
      const place = [...at, 'providers'];
      const providers: PlannedProvider[] = [];
      const withheld: ProviderPaths[] = [];
      for (const [providerId, own] of record.providers) {
        const requested: RequestedProvider = {
          id: providerId,
          own,
          at: [...place, providerId],
          publicUrl: urlFault ? undefined : publicUrl,
          tenantId: isOnlyOne ? undefined : id,
        };
        const planned = providerBuilder.build(requested);
        if (typeof planned !== 'string') providers.push(planned);
        else if (!isOnlyOne) withheld.push(...providerBuilder.listPaths(requested));
      }
      for (const { paths, message } of findPathClashes(providers, place))
        ownFaults.add({ paths }, message, 'path_conflict');
      const { appearance, faults: found } = readAppearance(record, defaults.appearance);
      for (const { field, message } of found)
        ownFaults.add(
          { paths: [[...at, field]] },
          `${at.join('.')}.${field} ${message}`,
          'appearance_invalid',
        );
      return {
        id,
        ...appearance,
        publicUrl,
        limits: overrideLimits(defaults.limits, record.limits),
        providers,
        ...(withheld.length > 0 && { withheld }),
      };
    },
  };
}
